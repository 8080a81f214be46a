import { z } from 'zod';
import { writeAudit } from '../../db/audit/write-audit';
import {
  finishReturn,
  withdrawReturn as withdrawInDatabase,
  type ReturnDecision,
} from '../../db/receipt/decide-return';
import { readReturn, type ReceiptReturn } from '../../db/receipt/return-read-model';
import type { Db } from '../../db/shared/connection';
import { doOnce } from '../../db/shared/do-once';
import { closeTask } from '../../db/task/close-task';
import { mayApprove } from '../../domain/access/can';
import { todayIn } from '../../domain/time/time-zone';
import { AppError, invalidInput } from '../http/app-error';
import type { ApiDeps } from '../http/api-deps';
import { dateField, idField, lineField, reasonField } from '../http/fields';
import { defineRoute, type RequestMeta } from '../http/route';
import { receiptReader } from '../shared/receipt-reader';
import { returnSchema } from './receipt-schemas';
import type { Asking } from './require-receipt';

const params = z.strictObject({ return: idField });

export const recordTransfer = defineRoute({
  method: 'POST',
  path: '/v1/receipt-returns/:return/transfer',
  access: 'refund.recordTransfer',
  tag: 'Receipts',
  summary: 'Record the bank transfer that sent money back, as a second person',
  notFound: 'receipt_return_not_found',
  errors: ['own_record', 'wrong_state'],
  idempotent: true,
  request: { params, body: z.strictObject({ transferredOn: dateField, bankReference: lineField(140) }) },
  responses: { 200: { description: 'Sent back', body: returnSchema } },
  async handler({ params: { return: returnId }, body, scope, caller, meta }, deps) {
    const asking = { scope, caller, meta };
    const wanted = await requireReturn(deps, asking, returnId);
    if (!mayApprove(caller.actor.userId, wanted.wantedBy.userId)) throw new AppError('own_record', { detail: OWN });
    refuseOddDay(wanted, body.transferredOn, meta);
    await decide(deps, asking, {
      wanted,
      what: 'transferred',
      data: body,
      write: (trx, decision) => finishReturn(trx, decision, body),
    });
    return { status: 200, body: await requireReturn(deps, asking, returnId) };
  },
});

export const withdrawReturn = defineRoute({
  method: 'POST',
  path: '/v1/receipt-returns/:return/withdraw',
  access: ['refund.recordTransfer', 'receipt.allocate'],
  tag: 'Receipts',
  summary: 'Do not send money back after all; it is unmatched again',
  notFound: 'receipt_return_not_found',
  errors: ['wrong_state'],
  idempotent: true,
  request: { params, body: z.strictObject({ reason: reasonField }) },
  responses: { 200: { description: 'Withdrawn', body: returnSchema } },
  async handler({ params: { return: returnId }, body, scope, caller, meta }, deps) {
    const asking = { scope, caller, meta };
    const wanted = await requireReturn(deps, asking, returnId);
    await decide(deps, asking, { wanted, what: 'return_withdrawn', data: body, write: withdrawInDatabase });
    return { status: 200, body: await requireReturn(deps, asking, returnId) };
  },
});

const OWN = 'You asked for this return yourself. Somebody else with the right has to record the transfer.';

type AskingNow = Asking & { readonly meta: RequestMeta };

/** @throws AppError `receipt_return_not_found`, for a stranger's return as for none at all */
async function requireReturn(deps: ApiDeps, { scope, caller }: Asking, returnId: string): Promise<ReceiptReturn> {
  const found = await readReturn(deps.db, receiptReader(scope, caller), returnId);
  if (found === null) throw new AppError('receipt_return_not_found');
  return found;
}

/** "In the future" is what is so everywhere: the bank that sends the money may be ahead of us. */
function refuseOddDay({ valueDate }: ReceiptReturn, day: string, { at }: RequestMeta): void {
  const tooEarly = day < valueDate;
  if (!tooEarly && day <= todayIn('Pacific/Kiritimati', at)) return;
  const code = tooEarly ? 'before_receipt' : 'in_future';
  const message = tooEarly
    ? 'is before the day on which the money came; check the date'
    : 'is in the future; record the transfer once the bank has made it';
  throw invalidInput([{ field: 'transferredOn', code, message }]);
}

interface Decision {
  readonly wanted: ReceiptReturn;
  /** For the audit log, under `receipt.`. */
  readonly what: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly write: (trx: Db, decision: ReturnDecision) => Promise<boolean>;
}

/** Whoever is second finds it decided. @throws AppError `wrong_state` */
async function decide(
  deps: ApiDeps,
  { caller, meta }: AskingNow,
  { wanted, what, data, write }: Decision
): Promise<void> {
  const { returnId, receiptId } = wanted;
  const { at, source } = meta;
  const by = caller.actor.userId;
  await doOnce(deps.db, meta.underKey, what, async (trx) => {
    if (!(await write(trx, { returnId, by, at }))) {
      throw new AppError('wrong_state', { detail: 'This return was decided already. Read it again.' });
    }
    await closeTask(trx, { task: { dedupeKey: `receipt_to_return:${returnId}` }, state: 'done', by, at });
    const subject = { type: 'receipt', id: receiptId };
    await writeAudit(trx, { at, source, what: `receipt.${what}`, subject, data: { returnId, ...data } });
    return returnId;
  });
}
