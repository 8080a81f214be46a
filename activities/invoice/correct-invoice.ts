import { invariant } from '../../domain/assert';
import { creditLines } from '../../domain/invoice/credit-lines';
import { correctionProblem } from '../../domain/invoice/correction-problem';
import type { Instant } from '../../domain/time/iso-date';
import { writeAudit } from '../../db/audit/write-audit';
import { readCorrectionGround } from '../../db/invoice/correction-ground';
import { endCorrection, lockCorrection, type Correction } from '../../db/invoice/corrections';
import { insertInvoice } from '../../db/invoice/insert-invoice';
import type { Invoice } from '../../db/invoice/invoice-row';
import { issueCreditNoteOnce } from '../../db/invoice/issue-credit-note';
import { lockInvoiceSource } from '../../db/invoice/read-invoice-source';
import { replaceLinks, revokeLinks } from '../../db/invoice/replace-links';
import { findOpenOrderRefund } from '../../db/payment/order-refunds';
import type { Db } from '../../db/shared/connection';
import { addOrderEvent } from '../../db/shared/order-events';
import { lockOrder, setOrderFacts, type OrderFactsRow } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import { openTask } from '../../db/task/open-task';
import type { CorrectionInput, CorrectionResult, StoppedCorrection } from '../../workflows/contracts/aftercare-steps';
import { sellerOf } from '../shared/seller-of';
import type { StepDeps } from '../shared/step-deps';

export interface CorrectInvoiceDeps extends StepDeps {
  readonly linkSecret: string;
}

/**
 * The invoice is credited as a whole and made out anew to the right buyer, in one transaction: no reader ever sees an order
 * without a valid invoice, or with two. What has changed since the correction was asked for refuses it whole. A repeat finds
 * it ended.
 */
export const correctInvoice =
  (deps: CorrectInvoiceDeps) =>
  ({ orderId, correctionId, at }: CorrectionInput): Promise<CorrectionResult> =>
    inTransaction(deps.db, async (trx) => {
      const order = await lockOrder(trx, orderId);
      const correction = await lockCorrection(trx, correctionId);
      if (correction.state !== 'wanted') return { outcome: correction.state };
      const ground = await readCorrectionGround(trx, correction);
      invariant(ground !== null, `correction ${correctionId} is of an invoice of another order`);
      const problem = correctionProblem({
        invoice: ground.invoice.body,
        ...ground.standing,
        hasOpenRefund: (await findOpenOrderRefund(trx, orderId)) !== null,
        orderState: order.state,
        billing: correction.billing,
        rates: deps.catalogue.taxRates,
      });
      if (problem !== null) {
        await refuse(trx, order, correction, { problem: problem.code, at });
        return { outcome: 'refused' };
      }
      await makeOutAnew(trx, deps, { correction, old: ground.invoice, at });
      return { outcome: 'done' };
    });

/** What could not be done in all its time stands in nobody's way any more: refunds wait for a correction to end. */
export const refuseCorrection =
  ({ db }: StepDeps) =>
  ({ orderId, correctionId, reason, at }: StoppedCorrection): Promise<void> =>
    inTransaction(db, async (trx) => {
      const order = await lockOrder(trx, orderId);
      const correction = await lockCorrection(trx, correctionId);
      if (correction.state === 'wanted') await refuse(trx, order, correction, { problem: reason, at });
    });

interface Anew {
  readonly correction: Correction;
  readonly old: Invoice;
  readonly at: Instant;
}

async function makeOutAnew(trx: Db, { catalogue, linkSecret }: CorrectInvoiceDeps, anew: Anew): Promise<void> {
  const { correction, old, at } = anew;
  const { orderId, correctionId, billing, reason } = correction;
  await setOrderFacts(trx, orderId, { billing: JSON.stringify(billing) });
  await revokeLinks(trx, { invoiceId: old.invoiceId, at, replacedBy: null });
  const whole = creditLines(old.body, [], 'whole');
  invariant(whole.ok, `invoice ${old.invoiceId} cannot be credited`);
  const sellers = (sellerId: string) => sellerOf(catalogue, sellerId);
  const cause = { cause: 'correction', causeId: correctionId, reason, returnedMinor: 0, mailTo: billing } as const;
  const issue = { orderId, invoiceId: old.invoiceId, credit: whole.credit, ...cause, at };
  const { creditNoteId } = await issueCreditNoteOnce(trx, sellers, issue);
  // The lines as they were invoiced: a term that has changed since is no part of a wrong buyer.
  const source = { ...(await lockInvoiceSource(trx, orderId)), lines: old.body.lines };
  const seller = sellers(source.sellerId);
  const invoice = await insertInvoice(trx, { source, seller, at, replacesInvoiceNo: old.invoiceNo });
  await replaceLinks(trx, { invoice, address: billing.email, at }, linkSecret);
  await endCorrection(trx, correctionId, { state: 'done', creditNoteId, newInvoiceId: invoice.invoiceId }, at);
  await recordCorrection(trx, anew, invoice);
}

async function recordCorrection(trx: Db, { correction, old, at }: Anew, invoice: Invoice): Promise<void> {
  const { orderId, correctionId, wantedBy } = correction;
  const { invoiceId, invoiceNo } = invoice;
  const data = { correctionId, invoiceId, invoiceNo, replacesInvoiceNo: old.invoiceNo };
  await addOrderEvent(trx, { orderId, at, what: 'invoice_corrected', data });
  await writeAudit(trx, {
    at,
    source: { actorKind: 'system', actorId: null, ip: null, requestId: null },
    what: 'invoice.corrected',
    subject: { type: 'invoice', id: old.invoiceId },
    data: { ...data, orderId, wantedBy },
  });
}

async function refuse(
  trx: Db,
  { orderNo, partnerId }: OrderFactsRow,
  { orderId, correctionId, invoiceId }: Correction,
  { problem, at }: { readonly problem: string; readonly at: Instant }
): Promise<void> {
  await endCorrection(trx, correctionId, { state: 'refused', problem }, at);
  await addOrderEvent(trx, { orderId, at, what: 'correction_refused', data: { correctionId, problem } });
  await openTask(trx, {
    dedupeKey: `correction_refused:${correctionId}`,
    kind: 'correction_refused',
    subject: `The invoice of ${orderNo} was not corrected (${problem}); look at the order, and ask again if it is still needed`,
    evidence: { correctionId, invoiceId, problem },
    partnerId,
    orderId,
    at,
  });
}
