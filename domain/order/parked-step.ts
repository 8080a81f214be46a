/** Parked by its deadline with bank money on it: the way out is the account manager's. */
export const PART_PAID = 'partPaid';
/** Parked by its refund, after its own course: tried again, finished by a transfer, or withdrawn. */
export const REFUND_STEP = 'refund';
