/** The step that a refund is parked at, as it stands on the order. */
export const REFUND_STEP = 'refund';
