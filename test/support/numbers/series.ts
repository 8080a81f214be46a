import type { Knex } from 'knex';
import { readInvoiceOfOrder } from '../../../db/invoice/invoice-row';
import { issueCreditNoteOnce } from '../../../db/invoice/issue-credit-note';
import { issueInvoiceOnce } from '../../../db/invoice/issue-invoice';
import { issueProformaOnce } from '../../../db/invoice/issue-proforma';
import { lockOrder } from '../../../db/shared/order-facts';
import { inTransaction } from '../../../db/shared/transaction';
import type { DocumentSeries } from '../../../domain/invoice/invoice-number';
import type { Instant } from '../../../domain/time/iso-date';
import { creditOf, insertInvoicedOrder } from '../rows/invoiced-order-rows';
import { insertPaidOrder } from '../rows/paid-order-rows';
import type { PartnerRows } from '../rows/partner-rows';
import { sampleSeller } from '../sample-catalogue';

/** Sellers whose New Year comes hours before that of UTC. */
export const SELLER_IDS = ['seller-cn', 'seller-eu'] as const;

/** Somebody who draws from the series and dies in the same transaction, after the number was drawn. */
export class CallerGaveUp extends Error {}

export interface IssueWish {
  readonly orderId: string;
  readonly at: Instant;
  /** The caller's own transaction is rolled back by the caller, where the caller has one. */
  readonly givesUp: boolean;
}

export interface NumberedSeries {
  readonly series: DocumentSeries;
  readonly table: string;
  readonly numberColumn: string;
  /** What a document of the series is issued for; returns the order's id. */
  subject(db: Knex, partner: PartnerRows, sellerId: string): Promise<string>;
  /** By the product's own function; returns the document's number. */
  issue(db: Knex, wish: IssueWish): Promise<string>;
}

/** A series more is a row more. */
export const SERIES: readonly NumberedSeries[] = [
  {
    series: 'invoice',
    table: 'invoices',
    numberColumn: 'invoice_no',
    subject: (db, partner, sellerId) => insertPaidOrder(db, partner, { sellerId }),
    issue: async (db, { orderId, at }) => (await issueInvoiceOnce(db, sampleSeller, { orderId, at })).invoiceNo,
  },
  {
    series: 'proforma',
    table: 'proformas',
    numberColumn: 'proforma_no',
    subject: (db, partner, sellerId) => insertPaidOrder(db, partner, { sellerId }),
    issue: (db, { orderId, at, givesUp }) =>
      inTransaction(db, async (trx) => {
        const { proformaNo } = await issueProformaOnce(trx, sampleSeller, { orderId, at });
        if (givesUp) throw new CallerGaveUp('rolled back by the caller');
        return proformaNo;
      }),
  },
  {
    series: 'credit_note',
    table: 'credit_notes',
    numberColumn: 'credit_note_no',
    subject: async (db, partner, sellerId) => (await insertInvoicedOrder(db, partner, { sellerId })).orderId,
    issue: (db, { orderId, at, givesUp }) =>
      inTransaction(db, async (trx) => {
        await lockOrder(trx, orderId);
        const invoiceId = (await readInvoiceOfOrder(trx, orderId))?.invoiceId ?? '';
        const credit = await creditOf(trx, invoiceId, [{ lineNo: 1, quantity: 1 }]);
        const cause = { cause: 'refund', causeId: `numbers:${orderId}`, reason: '', returnedMinor: 0 } as const;
        const issue = { orderId, invoiceId, credit, at, ...cause };
        const { creditNoteNo } = await issueCreditNoteOnce(trx, sampleSeller, issue);
        if (givesUp) throw new CallerGaveUp('rolled back by the caller');
        return creditNoteNo;
      }),
  },
];

/** @throws Error for a series without a row. */
export function seriesNamed(name: DocumentSeries): NumberedSeries {
  const found = SERIES.find(({ series }) => series === name);
  if (found === undefined) throw new Error(`nobody issues the series ${name} here`);
  return found;
}
