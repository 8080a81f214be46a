import { defineSignal } from '@temporalio/workflow';
import type { PaymentHint } from './order-contract';

/** Begun by the first thing that happens to an order's money after, or beside, its own course. */
export interface AftercareInput {
  readonly orderId: string;
  readonly partnerId: string;
  readonly companyId: string;
  readonly clockOffsetMs: number | null;
}

/** A payment of the order may have changed, also while its own workflow goes on: a hint, never a fact. */
export const moneyHint = defineSignal<[PaymentHint]>('moneyHint');
/** Refunds of the order wait in the database to be sent. */
export const refundsWanted = defineSignal('refundsWanted');
