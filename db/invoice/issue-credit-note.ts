import { uuidv7 } from 'uuidv7';
import { invariant } from '../../domain/assert';
import type { BillingData } from '../../domain/billing/billing-data';
import type { Seller } from '../../domain/catalogue/seller';
import { isFullyCredited, linesLeft, type Credit } from '../../domain/invoice/credit-lines';
import {
  CREDIT_NOTE_TEMPLATE_VERSION,
  type CreditCause,
  type CreditNoteBody,
  type CreditNoteLine,
} from '../../domain/invoice/credit-note-body';
import type { InvoiceBody } from '../../domain/invoice/invoice-body';
import { documentNumber } from '../../domain/invoice/invoice-number';
import { mailDedupeKey } from '../../domain/mail/mail-kind';
import { money } from '../../domain/money/money';
import type { Instant } from '../../domain/time/iso-date';
import { writeAudit } from '../audit/write-audit';
import { enqueueMail } from '../mail/enqueue-mail';
import type { Db } from '../shared/connection';
import { addOrderEvent } from '../shared/order-events';
import {
  readCreditNoteOfCause,
  readCredits,
  toCreditNote,
  type CreditNote,
  type StoredCreditNote,
} from './credit-note-row';
import { drawNumber, type DrawnNumber } from './draw-number';
import type { StoredInvoice } from './invoice-row';

const SERIES = 'credit_note';

export interface CreditNoteIssue {
  readonly orderId: string;
  readonly invoiceId: string;
  /** From `creditLines`, beside everything that was credited or is being credited of the invoice. */
  readonly credit: Credit;
  readonly cause: CreditCause;
  /** Of the refund, correction, dispute or return; it gets one credit note, whatever runs twice. */
  readonly causeId: string;
  /** As a person typed it; stored for our own people, printed nowhere. */
  readonly reason: string;
  /** Sent back to whoever paid; 0 where no money moves. */
  readonly returnedMinor: number;
  readonly at: Instant;
  /** Who gets the mail, where that is not the buyer on the invoice. */
  readonly mailTo?: BillingData;
}

/**
 * The credit note, what it takes off the invoice, its mail, timeline and audit row, in the transaction of the caller, who holds the
 * order's lock; a repeat returns what is stored. Call it last: whoever credits for the same seller waits until the
 * transaction ends.
 * @throws Error when less than the credit is left of the invoice or of one of its lines; the database refuses it as well.
 */
export async function issueCreditNoteOnce(
  trx: Db,
  sellerOf: (sellerId: string) => Seller,
  issue: CreditNoteIssue
): Promise<CreditNote> {
  const known = await readCreditNoteOfCause(trx, issue.causeId);
  if (known !== null) return known;
  const invoice = await takeOff(trx, issue);
  const creditNoteId = uuidv7();
  await recordIssue(trx, issue, invoice.body, creditNoteId);
  await queueMail(trx, issue, invoice, creditNoteId);
  return insertCreditNote(trx, { issue, invoice, seller: sellerOf(invoice.seller_id), creditNoteId });
}

async function takeOff(trx: Db, { invoiceId, orderId, credit }: CreditNoteIssue): Promise<StoredInvoice> {
  const invoice = await trx<StoredInvoice>('invoices').where({ invoice_id: invoiceId, order_id: orderId }).first();
  invariant(invoice !== undefined, `order ${orderId} has no invoice ${invoiceId}`);
  const credits = [...(await readCredits(trx, invoiceId)), credit];
  const isWithin = linesLeft(invoice.body, credits).every(({ net, quantity }) => net.amountMinor >= 0 && quantity >= 0);
  invariant(isWithin, `less than that is left of a line of invoice ${invoiceId}`);
  await trx('invoices')
    .where({ invoice_id: invoiceId })
    .update({
      credited_net_minor: trx.raw('credited_net_minor + ?', [credit.net.amountMinor]),
      credited_tax_minor: trx.raw('credited_tax_minor + ?', [credit.tax.amountMinor]),
      fully_credited: isFullyCredited(invoice.body, credits),
    });
  return invoice;
}

/** Without the number, which is drawn after everything else. */
async function recordIssue(
  trx: Db,
  { orderId, invoiceId, cause, causeId, credit, at, returnedMinor }: CreditNoteIssue,
  { invoiceNo, currency }: InvoiceBody,
  creditNoteId: string
): Promise<void> {
  const amountMinor = credit.gross.amountMinor;
  await addOrderEvent(trx, {
    orderId,
    at,
    what: 'credit_note_issued',
    data: { creditNoteId, invoiceNo, cause, amountMinor, currency },
  });
  await writeAudit(trx, {
    at,
    source: { actorKind: 'system', actorId: null, ip: null, requestId: null },
    what: 'credit_note.issued',
    subject: { type: 'credit_note', id: creditNoteId },
    data: { orderId, invoiceId, cause, causeId, grossMinor: amountMinor, returnedMinor, currency },
  });
}

async function queueMail(
  trx: Db,
  { orderId, at, mailTo }: CreditNoteIssue,
  { partner_id: partnerId, body }: StoredInvoice,
  creditNoteId: string
): Promise<void> {
  const { firstName, lastName, email, locale } = mailTo ?? body.buyer;
  await enqueueMail(trx, {
    kind: 'credit_note',
    dedupeKey: mailDedupeKey('credit_note', creditNoteId),
    recipient: { name: `${firstName} ${lastName}`.trim(), address: email },
    locale,
    data: { creditNoteId },
    partnerId,
    orderId,
    companyId: body.companyId,
    at,
  });
}

interface NewCreditNote {
  readonly issue: CreditNoteIssue;
  readonly invoice: StoredInvoice;
  /** As it is at issue; the document keeps its own copy. */
  readonly seller: Seller;
  readonly creditNoteId: string;
}

async function insertCreditNote(trx: Db, note: NewCreditNote): Promise<CreditNote> {
  const { issue, invoice, seller, creditNoteId } = note;
  const { credit, at } = issue;
  const drawn = await drawNumber(trx, { sellerId: seller.sellerId, series: SERIES, at, timeZone: seller.timeZone });
  const body = bodyOf(note, drawn);
  const rows = await trx('credit_notes')
    .insert({
      credit_note_id: creditNoteId,
      order_id: issue.orderId,
      partner_id: invoice.partner_id,
      invoice_id: issue.invoiceId,
      seller_id: seller.sellerId,
      series: SERIES,
      year: drawn.year,
      number: drawn.number,
      credit_note_no: body.creditNoteNo,
      issued_on: drawn.date,
      issued_at: at,
      cause: issue.cause,
      cause_id: issue.causeId,
      reason: issue.reason,
      currency: body.currency,
      net_minor: credit.net.amountMinor,
      tax_minor: credit.tax.amountMinor,
      gross_minor: credit.gross.amountMinor,
      returned_minor: issue.returnedMinor,
      body,
    })
    .returning<StoredCreditNote[]>('*');
  const [row] = rows;
  invariant(row !== undefined, `the credit note ${body.creditNoteNo} was not stored`);
  return toCreditNote(row);
}

function bodyOf({ issue, invoice, seller, creditNoteId }: NewCreditNote, drawn: DrawnNumber): CreditNoteBody {
  const { credit } = issue;
  const of = invoice.body;
  return {
    templateVersion: CREDIT_NOTE_TEMPLATE_VERSION,
    creditNoteId,
    creditNoteNo: documentNumber(seller, SERIES, drawn.year, drawn.number),
    issuedOn: drawn.date,
    issuedAt: issue.at,
    invoiceId: of.invoiceId,
    invoiceNo: of.invoiceNo,
    invoiceIssuedOn: of.issuedOn,
    orderId: of.orderId,
    orderNo: of.orderNo,
    orderKind: of.orderKind,
    quotedOn: of.quotedOn,
    companyId: of.companyId,
    companyName: of.companyName,
    seller,
    buyer: of.buyer,
    currency: of.currency,
    termLength: of.termLength,
    cause: issue.cause,
    returned: money(issue.returnedMinor, of.currency),
    lines: credit.lines.map((line) => creditNoteLine(line, of.lines)),
    taxLines: credit.taxLines,
    totals: { net: credit.net, tax: credit.tax, gross: credit.gross },
  };
}

function creditNoteLine(line: Credit['lines'][number], invoiced: InvoiceBody['lines']): CreditNoteLine {
  const ofInvoice = invoiced.find(({ lineNo }) => lineNo === line.lineNo);
  invariant(ofInvoice !== undefined, `the invoice has no line ${line.lineNo}`);
  return { ...line, period: ofInvoice.period, invoicedQuantity: ofInvoice.quantity };
}
