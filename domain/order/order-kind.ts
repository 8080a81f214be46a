export const ORDER_KINDS = [
  'purchase_plan',
  'purchase_service',
  'switch_plan',
  'renew_plan',
  'trial_plan',
  'switch_trial_plan',
] as const;
export type OrderKind = (typeof ORDER_KINDS)[number];

/** The method in force. `saved` charges the stored method off-session; `none` is a total of zero. */
export const PAYMENT_METHODS = ['card', 'paypal', 'offline', 'saved', 'none'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

export const AUTO_RENEW_CHOICES = ['enable', 'disable', 'keep'] as const;
export type AutoRenewChoice = (typeof AUTO_RENEW_CHOICES)[number];
