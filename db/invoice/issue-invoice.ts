import type { Knex } from 'knex';
import { invariant } from '../../domain/assert';
import type { Seller } from '../../domain/catalogue/seller';
import type { Instant } from '../../domain/time/iso-date';
import { writeAudit } from '../audit/write-audit';
import type { Db } from '../shared/connection';
import { addOrderEvent } from '../shared/order-events';
import { inTransaction } from '../shared/transaction';
import { insertInvoice } from './insert-invoice';
import { readLastInvoiceOfOrder, type Invoice } from './invoice-row';
import { lockInvoiceSource, type InvoiceSource } from './read-invoice-source';

export interface IssueInput {
  readonly orderId: string;
  readonly at: Instant;
}

/**
 * Invoice, the order's fact, its timeline and the audit row in one transaction under the order's lock; a repeat returns
 * what is stored, also after that was credited: a late repeat of the step must not invoice the order anew. @throws Error for an order that is not paid.
 */
export function issueInvoiceOnce(
  db: Knex,
  sellerOf: (sellerId: string) => Seller,
  { orderId, at }: IssueInput
): Promise<Invoice> {
  return inTransaction(db, async (trx) => {
    const source = await lockInvoiceSource(trx, orderId);
    const known = await readLastInvoiceOfOrder(trx, orderId);
    if (known !== null) return known;
    assertPaid(source);
    const invoice = await insertInvoice(trx, { source, seller: sellerOf(source.sellerId), at });
    await recordIssue(trx, invoice, source);
    return invoice;
  });
}

/** Product §7: issued only after payment; nothing to pay still gets an invoice, a trial none. */
function assertPaid(source: InvoiceSource): void {
  const trial = source.kind === 'trial_plan' || source.kind === 'switch_trial_plan';
  invariant(!trial, `order ${source.orderId} is a trial, which gets no invoice`);
  invariant(source.paidAt !== null || source.grossMinor === 0, `order ${source.orderId} is invoiced before it is paid`);
}

async function recordIssue(trx: Db, invoice: Invoice, source: InvoiceSource): Promise<void> {
  const { invoiceId, invoiceNo, issuedAt, orderId } = invoice;
  await trx('orders')
    .where({ order_id: orderId })
    .update({ invoiced_at: trx.raw('coalesce(invoiced_at, ?)', [issuedAt]), row_version: trx.raw('row_version + 1') });
  await addOrderEvent(trx, { orderId, at: issuedAt, what: 'invoiced', data: { invoiceId, invoiceNo } });
  await writeAudit(trx, {
    at: issuedAt,
    source: { actorKind: 'system', actorId: null, ip: null, requestId: null },
    what: 'invoice.issued',
    subject: { type: 'invoice', id: invoiceId },
    data: { invoiceNo, orderId, grossMinor: source.grossMinor, currency: source.currency },
  });
}
