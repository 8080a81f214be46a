import { z } from 'zod';
import { findPartner } from '../../db/account/find-partner';
import { writeAudit } from '../../db/audit/write-audit';
import { readReceipt } from '../../db/receipt/receipt-read-model';
import { insertReceipt, type NewReceipt } from '../../db/receipt/record-receipt';
import { doOnce } from '../../db/shared/do-once';
import type { Db } from '../../db/shared/connection';
import type { FieldProblem } from '../../domain/field-problem';
import { AppError, invalidInput } from '../http/app-error';
import type { ApiDeps } from '../http/api-deps';
import { dateField, idField, lineField, linesField, paidMoneyField } from '../http/fields';
import { defineRoute, type RequestMeta } from '../http/route';
import { receiptReader } from '../shared/receipt-reader';
import { requireEvidence } from '../shared/require-evidence';
import { allocateEach, allocationFields } from './allocate-receipt';
import { checkedLine } from './check-line';
import { orderOutcomeSchema, receiptSchema } from './receipt-schemas';
import { answerReceipt, type Asking } from './require-receipt';

const MOST_ALLOCATIONS = 20;

const newReceipt = z
  .strictObject({
    account: lineField(64).describe('The seller’s account that the money came to'),
    valueDate: dateField,
    bankReference: lineField(140),
    amount: paidMoneyField,
    payer: lineField(140),
    note: linesField(1_000).default(''),
    evidenceId: idField.optional(),
    partnerId: lineField(64).nullable().default(null).describe('null while nobody knows whose money it is'),
    allocations: z.array(allocationFields).max(MOST_ALLOCATIONS).default([]),
  })
  .meta({ id: 'NewReceipt', description: 'One line of the bank statement' });

export const recordReceipt = defineRoute({
  method: 'POST',
  path: '/v1/receipts',
  access: 'receipt.record',
  tag: 'Receipts',
  summary: 'Record a line of the bank statement, and let it pay orders',
  errors: ['partner_not_found', 'evidence_not_found', 'receipt_duplicate'],
  idempotent: true,
  request: { body: newReceipt },
  responses: {
    201: {
      description: 'Recorded, whatever the orders answered; each of them is told apart',
      body: z.strictObject({ receipt: receiptSchema, allocations: z.array(orderOutcomeSchema) }),
    },
  },
  async handler({ body, scope, caller, meta }, deps) {
    const asking = { scope, caller, meta };
    const line = checkedLine(deps.catalogue, body, meta.at);
    refuseBadSplit(body);
    await requireOwnThings(deps, asking, body);
    const { partnerId, note, evidenceId = null, allocations } = body;
    const recordedBy = caller.actor.userId;
    const facts = { ...line, partnerId, note, evidenceId, recordedBy, at: meta.at };
    const { result: receiptId } = await doOnce(deps.db, meta.underKey, 'record', (trx) =>
      recordLine(trx, facts, asking)
    );
    const outcomes = await allocateEach(
      deps,
      asking,
      allocations.map((allocation) => ({ receiptId, ...allocation }))
    );
    return {
      status: 201,
      headers: { Location: `/v1/receipts/${receiptId}` },
      body: { receipt: await answerReceipt(deps, asking, receiptId), allocations: outcomes },
    };
  },
});

/**
 * Writes the line and its audit row. @throws AppError `receipt_duplicate`, with the receipt's id for those who may see it:
 * another partner's bank line must not be probed by typing it
 */
export async function recordLine(
  trx: Db,
  receipt: NewReceipt,
  { scope, caller, meta }: Asking & { readonly meta: RequestMeta }
): Promise<string> {
  const recorded = await insertReceipt(trx, receipt);
  if ('duplicate' in recorded) {
    const known = await readReceipt(trx, receiptReader(scope, caller), recorded.duplicate);
    throw new AppError('receipt_duplicate', known === null ? {} : { extra: { receiptId: known.receiptId } });
  }
  const { receiptId } = recorded;
  const { amountMinor, currency, partnerId } = receipt;
  await writeAudit(trx, {
    at: meta.at,
    source: meta.source,
    what: 'receipt.recorded',
    subject: { type: 'receipt', id: receiptId },
    data: { amountMinor, currency, partnerId },
  });
  return receiptId;
}

function refuseBadSplit({ amount, allocations }: z.output<typeof newReceipt>): void {
  const problems: FieldProblem[] = [];
  const sum = allocations.reduce((sofar, { amountMinor }) => sofar + amountMinor, 0);
  if (sum > amount.amountMinor) {
    const message = 'add up to more than the receipt; allocate less, what is left stays unmatched';
    problems.push({ field: 'allocations', code: 'receipt_exceeded', message });
  }
  if (new Set(allocations.map(({ orderId }) => orderId)).size < allocations.length) {
    problems.push({ field: 'allocations', code: 'order_twice', message: 'name an order twice; give its sum once' });
  }
  if (problems.length > 0) throw invalidInput(problems);
}

async function requireOwnThings(
  deps: ApiDeps,
  asking: Asking,
  { partnerId, evidenceId }: Pick<z.output<typeof newReceipt>, 'partnerId' | 'evidenceId'>
): Promise<void> {
  if (partnerId !== null && (await findPartner(deps.db, asking.scope, { partnerId })) === undefined) {
    throw new AppError('partner_not_found');
  }
  if (evidenceId !== undefined) await requireEvidence(deps, asking, evidenceId);
}
