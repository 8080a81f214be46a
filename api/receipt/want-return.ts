import { z } from 'zod';
import { writeAudit } from '../../db/audit/write-audit';
import { lockReceipt } from '../../db/receipt/receipt-row';
import { wantReturn as insertReturn } from '../../db/receipt/want-return';
import { doOnce } from '../../db/shared/do-once';
import type { Db } from '../../db/shared/connection';
import { openTask } from '../../db/task/open-task';
import { leftMinor } from '../../domain/receipt/receipt-money';
import { AppError, invalidInput } from '../http/app-error';
import { paidMinorField, reasonField } from '../http/fields';
import { defineRoute, type RequestMeta } from '../http/route';
import { receiptParams, receiptSchema } from './receipt-schemas';
import { answerReceipt, requireReceipt, type Asking } from './require-receipt';

export const wantReturn = defineRoute({
  method: 'POST',
  path: '/v1/receipts/:receipt/returns',
  access: 'receipt.allocate',
  tag: 'Receipts',
  summary: 'Ask finance to send unmatched money back',
  notFound: 'receipt_not_found',
  errors: ['receipt_reversed'],
  idempotent: true,
  request: { params: receiptParams, body: z.strictObject({ amountMinor: paidMinorField, reason: reasonField }) },
  responses: { 201: { description: 'The receipt with the wanted return; finance has a task', body: receiptSchema } },
  async handler({ params, body, scope, caller, meta }, deps) {
    const asking = { scope, caller };
    const { receiptId } = await requireReceipt(deps, asking, params.receipt);
    await doOnce(deps.db, meta.underKey, 'return', (trx) =>
      askFinance(trx, { ...asking, meta }, { receiptId, ...body })
    );
    return { status: 201, body: await answerReceipt(deps, asking, receiptId) };
  },
});

interface Wanted {
  readonly receiptId: string;
  readonly amountMinor: number;
  readonly reason: string;
}

/** Decides under the receipt's lock: an allocation may take the same money in this moment. */
async function askFinance(
  trx: Db,
  { caller, meta }: Asking & { readonly meta: RequestMeta },
  { receiptId, amountMinor, reason }: Wanted
): Promise<string> {
  const receipt = await lockReceipt(trx, receiptId);
  if (receipt === null) throw new AppError('receipt_not_found');
  if (receipt.reversed !== null) throw new AppError('receipt_reversed');
  if (amountMinor > leftMinor(receipt)) {
    const message = 'is more than is left of the receipt; read it again and ask for less';
    throw invalidInput([{ field: 'amountMinor', code: 'receipt_exceeded', message }]);
  }
  const { at, source } = meta;
  const by = caller.actor.userId;
  const returnId = await insertReturn(trx, { receipt, orderId: null, amountMinor, reason, by, at });
  const { currency, payer, partnerId } = receipt;
  const money = { receiptId, amountMinor, currency };
  await openTask(trx, {
    dedupeKey: `receipt_to_return:${returnId}`,
    kind: 'receipt_to_return',
    subject: 'Unmatched bank money is to be sent back',
    evidence: { returnId, ...money, payer, reason },
    partnerId,
    at,
    openedBy: by,
  });
  const subject = { type: 'receipt', id: receiptId };
  await writeAudit(trx, { at, source, what: 'receipt.return_wanted', subject, data: { returnId, ...money, reason } });
  return returnId;
}
