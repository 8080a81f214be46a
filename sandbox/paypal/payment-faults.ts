import { z } from 'zod';
import { ArmedFaults } from '../http/armed-faults';
import type { SpecialFaults } from '../http/faults';
import { eitherFaults } from '../webhooks/webhook-faults';
import type { Amount } from './records';

const match = z
  .strictObject({
    customId: z.string().max(127).optional(),
    invoiceId: z.string().max(127).optional(),
    vaultId: z.string().max(255).optional(),
    amountMinor: z.number().int().optional(),
    currency: z.string().toUpperCase().optional(),
  })
  .default({});
const times = z.number().int().min(1).max(100_000).default(1);

const captureFault = z.discriminatedUnion('effect', [
  z.strictObject({
    effect: z.literal('capture-refused'),
    match,
    times,
    issue: z
      .enum([
        'INSTRUMENT_DECLINED',
        'PAYER_ACTION_REQUIRED',
        'PAYER_CANNOT_PAY',
        'PAYER_ACCOUNT_RESTRICTED',
        'PAYER_ACCOUNT_LOCKED_OR_CLOSED',
        'MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED',
        'AGREEMENT_ALREADY_CANCELLED',
        'BILLING_AGREEMENT_NOT_FOUND',
        'COMPLIANCE_VIOLATION',
        'TRANSACTION_REFUSED',
        'TRANSACTION_LIMIT_EXCEEDED',
        'ORDER_COMPLETION_IN_PROGRESS',
      ])
      .default('INSTRUMENT_DECLINED'),
  }),
  z.strictObject({ effect: z.literal('capture-pending'), match, times, reason: z.string().max(60).default('ECHECK') }),
  z.strictObject({ effect: z.literal('capture-denied'), match, times }),
]);
export type CaptureFault = z.infer<typeof captureFault>;

const refundFault = z.discriminatedUnion('effect', [
  z.strictObject({
    effect: z.literal('refund-refused'),
    match,
    times,
    issue: z
      .enum([
        'REFUND_FAILED_INSUFFICIENT_FUNDS',
        'REFUND_TIME_LIMIT_EXCEEDED',
        'TRANSACTION_REFUSED',
        'TRANSACTION_DISPUTED',
        'MAX_NUMBER_OF_REFUNDS_EXCEEDED',
      ])
      .default('REFUND_FAILED_INSUFFICIENT_FUNDS'),
  }),
  z.strictObject({ effect: z.literal('refund-pending'), match, times }),
]);
export type RefundFault = z.infer<typeof refundFault>;

export interface Movement {
  readonly customId: string | null;
  readonly invoiceId: string | null;
  readonly vaultId: string | null;
  readonly amount: Amount;
}

class MovementFaults<F extends CaptureFault | RefundFault> extends ArmedFaults<F> {
  take(movement: Movement): F | undefined {
    return this.takeFirst(({ match: wanted }) => {
      const given = { ...movement, amountMinor: movement.amount.minor, currency: movement.amount.currency };
      const names = ['customId', 'invoiceId', 'vaultId', 'amountMinor', 'currency'] as const;
      return names.every((name) => wanted[name] === undefined || wanted[name] === given[name]);
    });
  }
}

/** What a test orders for captures and refunds of payers that would simply pay. */
export class PaymentFaults {
  readonly captures = new MovementFaults<CaptureFault>('capture-', captureFault);
  readonly refunds = new MovementFaults<RefundFault>('refund-', refundFault);
  readonly both: SpecialFaults = eitherFaults(this.captures, this.refunds);
}
