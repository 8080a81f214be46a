import { uuidv7 } from 'uuidv7';
import { invariant } from '../../domain/assert';
import type { Seller } from '../../domain/catalogue/seller';
import { documentNumber } from '../../domain/invoice/invoice-number';
import { paymentReference } from '../../domain/invoice/payment-reference';
import { PROFORMA_TEMPLATE_VERSION, type ProformaBody } from '../../domain/invoice/proforma-body';
import { writeAudit } from '../audit/write-audit';
import type { Db } from '../shared/connection';
import { addOrderEvent } from '../shared/order-events';
import { documentBodyOf, type DocumentIssue } from './document-body-of';
import { documentColumns } from './document-columns';
import { drawNumber, type DrawnNumber } from './draw-number';
import type { IssueInput } from './issue-invoice';
import { readProformaOfOrder, toProforma, type Proforma, type StoredProforma } from './proforma-row';
import { lockInvoiceSource } from './read-invoice-source';

const SERIES = 'proforma';

/**
 * The order's one proforma, issued in the transaction of the caller, under the order's lock; a repeat returns what is
 * stored. Call it last: whoever issues for the same seller waits until the transaction ends.
 */
export async function issueProformaOnce(
  trx: Db,
  sellerOf: (sellerId: string) => Seller,
  { orderId, at }: IssueInput
): Promise<Proforma> {
  const source = await lockInvoiceSource(trx, orderId);
  const known = await readProformaOfOrder(trx, orderId);
  if (known !== null) return known;
  const issue = { source, seller: sellerOf(source.sellerId), at };
  const proformaId = uuidv7();
  await recordIssue(trx, issue, proformaId);
  return insertProforma(trx, issue, proformaId);
}

/** Without the number, which is drawn after everything else. */
async function recordIssue(trx: Db, { source, at }: DocumentIssue, proformaId: string): Promise<void> {
  const { orderId } = source;
  await addOrderEvent(trx, { orderId, at, what: 'proforma_issued', data: { proformaId } });
  await writeAudit(trx, {
    at,
    source: { actorKind: 'system', actorId: null, ip: null, requestId: null },
    what: 'proforma.issued',
    subject: { type: 'proforma', id: proformaId },
    data: { orderId, grossMinor: source.grossMinor, currency: source.currency },
  });
}

async function insertProforma(trx: Db, issue: DocumentIssue, proformaId: string): Promise<Proforma> {
  const { source, seller, at } = issue;
  const drawn = await drawNumber(trx, { sellerId: seller.sellerId, series: SERIES, at, timeZone: seller.timeZone });
  const body = bodyOf(issue, drawn, proformaId);
  const rows = await trx<StoredProforma>('proformas')
    .insert({
      proforma_id: proformaId,
      ...documentColumns(issue, SERIES, drawn),
      proforma_no: body.proformaNo,
      body,
    })
    .returning('*');
  const [row] = rows;
  invariant(row !== undefined, `the proforma of order ${source.orderId} was not stored`);
  return toProforma(row);
}

function bodyOf(issue: DocumentIssue, drawn: DrawnNumber, proformaId: string): ProformaBody {
  const { source, seller } = issue;
  const proformaNo = documentNumber(seller, SERIES, drawn.year, drawn.number);
  return {
    templateVersion: PROFORMA_TEMPLATE_VERSION,
    proformaId,
    proformaNo,
    ...documentBodyOf(issue, drawn.date),
    payableUntil: source.deadlineAt,
    paymentReference: paymentReference(proformaNo, source.orderNo),
  };
}
