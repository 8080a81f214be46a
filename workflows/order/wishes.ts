import type { CancelResult, PayNowResult, RequestAnswer } from '../contracts/order-contract';
import type { Waiting } from '../shared/waiting';

/** Steps that a stored request of a person asks for; each is an activity of the same name. */
export const PERSON_STEPS = {
  allocateReceipt: 'Allocate a receipt to the order',
  withdrawAllocation: 'Take an allocation back',
  closeShortfall: 'Close the shortfall as bank charges',
  approveOrder: 'Approve the receipt',
  rejectOrder: 'Reject the receipt',
  prolongOrder: 'Prolong the deadline',
  returnAndCancel: 'Cancel the order and have its bank money returned',
} as const;
export type PersonStep = keyof typeof PERSON_STEPS;

export type CancelWish = Waiting<CancelResult> & { readonly kind: 'cancel' };
export type PayNowWish = Waiting<PayNowResult> & { readonly kind: 'payNow' };
export type MethodWish = Waiting<RequestAnswer> & { readonly kind: 'changeMethod' };
export type StepWish = Waiting<RequestAnswer> & { readonly kind: 'step'; readonly step: PersonStep };

/** What people want of the order, in the order in which they said it. */
export type Wish = CancelWish | PayNowWish | MethodWish | StepWish;
