/** Said of the partner's own proformas only: another partner's number is answered like one that nobody registered. */
export const PI_MESSAGES = {
  pi_used: 'pays another of your orders already; name another proforma, or none',
  pi_expired: 'is not valid any more; ask your account manager for a new proforma, or leave it out',
  pi_differs: 'was made for another amount or currency; name the one for this order, or none',
} as const;
