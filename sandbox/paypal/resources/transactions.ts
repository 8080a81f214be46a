import { z } from 'zod';
import type { ApiCall, PayPalWorld } from '../api-call';
import { badRequest } from '../api-error';
import { decimalString } from '../money';
import { isoSeconds, known } from '../objects/links';
import { linked, type PayPalState } from '../paypal-state';
import { readBody } from '../read-body';
import type { Amount } from '../records';

const LONGEST_SPAN_MS = 31 * 86_400_000;
const number = (max: number): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((value) => value >= 1 && value <= max);

const search = z.strictObject({
  start_date: z.iso.datetime({ offset: true }),
  end_date: z.iso.datetime({ offset: true }),
  fields: z.literal('transaction_info').optional(),
  page: number(10_000).optional(),
  page_size: number(500).optional(),
});

/** One movement of the account's balance. */
interface Movement {
  readonly id: string;
  /** PayPal's event code: T0006 a payment, T1107 a refund, T1106 a reversal, T1110 a hold for a dispute. */
  readonly code: string;
  readonly at: number;
  readonly updatedAt: number;
  readonly status: 'S' | 'P' | 'D' | 'V';
  readonly amount: Amount;
  readonly sign: 1 | -1;
  readonly reference: string | null;
  readonly customId: string | null;
  readonly invoiceId: string | null;
}

/** What moved in the span, oldest first. The real search shows it up to three hours late; this one at once. */
export function searchTransactions({ state }: PayPalWorld, call: ApiCall): object {
  const { start_date, end_date, page = 1, page_size = 100 } = readBody(search, call.query);
  const [from, until] = [Date.parse(start_date), Date.parse(end_date)];
  if (until < from || until - from > LONGEST_SPAN_MS) throw badRequest('INVALID_PARAMETER_VALUE', '/end_date');
  const found = movements(state)
    .filter(({ at }) => at >= from && at <= until)
    .sort((one, other) => one.at - other.at);
  return {
    transaction_details: found.slice((page - 1) * page_size, page * page_size).map((one) => ({
      transaction_info: transactionInfo(one),
    })),
    account_number: 'SANDBOXMERCHANT',
    start_date: isoSeconds(from),
    end_date: isoSeconds(until),
    last_refreshed_datetime: isoSeconds(state.clock.now()),
    page,
    total_items: found.length,
    total_pages: Math.max(1, Math.ceil(found.length / page_size)),
    links: [],
  };
}

const CAPTURE_STATUS = { COMPLETED: 'S', PENDING: 'P', DECLINED: 'D' } as const;
const REFUND_STATUS = { COMPLETED: 'S', PENDING: 'P', FAILED: 'D' } as const;

function movements(state: PayPalState): Movement[] {
  const payments = state.captures.all().map((row): Movement => ({
    ...{ id: row.id, code: 'T0006', at: row.createdAt, updatedAt: row.updatedAt, amount: row.amount, sign: 1 },
    ...{ customId: row.customId, invoiceId: row.invoiceId, reference: null, status: CAPTURE_STATUS[row.status] },
  }));
  const refunds = state.refunds.all().map((row): Movement => ({
    ...{ id: row.id, code: row.isReversal ? 'T1106' : 'T1107', at: row.createdAt, updatedAt: row.updatedAt },
    ...{ amount: row.amount, sign: -1, reference: row.capture, status: REFUND_STATUS[row.status] },
    ...{ customId: row.customId, invoiceId: row.invoiceId },
  }));
  const holds = state.disputes.all().map((row): Movement => {
    const { amount, customId, invoiceId } = linked(state.captures, row.capture);
    const id = row.id.replace(/[^A-Z0-9]/g, '').padEnd(17, '0');
    return {
      ...{ id, code: 'T1110', at: row.createdAt, updatedAt: row.updatedAt, amount, sign: -1, customId, invoiceId },
      ...{ reference: row.capture, status: row.outcome === null ? 'P' : 'S' },
    };
  });
  return [...payments, ...refunds, ...holds];
}

function transactionInfo({ amount, sign, ...row }: Movement): object {
  const value = decimalString(amount.minor, amount.currency);
  return known({
    transaction_id: row.id,
    paypal_reference_id: row.reference,
    paypal_reference_id_type: row.reference === null ? null : 'TXN',
    transaction_event_code: row.code,
    transaction_initiation_date: isoSeconds(row.at),
    transaction_updated_date: isoSeconds(row.updatedAt),
    transaction_amount: { currency_code: amount.currency, value: sign < 0 ? `-${value}` : value },
    transaction_status: row.status,
    invoice_id: row.invoiceId,
    custom_field: row.customId,
  });
}
