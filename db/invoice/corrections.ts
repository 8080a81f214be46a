import { invariant } from '../../domain/assert';
import type { BillingData } from '../../domain/billing/billing-data';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { withinScope, type PartnerScope } from '../shared/partner-scope';

export const CORRECTION_STATES = ['wanted', 'done', 'refused'] as const;
export type CorrectionState = (typeof CORRECTION_STATES)[number];

/** Finance's wish to have an invoice made out to another buyer, and what became of it. */
export interface Correction {
  readonly correctionId: string;
  readonly orderId: string;
  readonly invoiceId: string;
  readonly billing: BillingData;
  readonly reason: string;
  readonly state: CorrectionState;
  /** Code of what stood in the way of a refused one. */
  readonly problem: string | null;
  readonly wantedBy: string;
  readonly wantedAt: Instant;
  readonly decidedAt: Instant | null;
  readonly creditNoteId: string | null;
  readonly newInvoiceId: string | null;
}

interface Row {
  correction_id: string;
  order_id: string;
  partner_id: string;
  invoice_id: string;
  billing: BillingData;
  reason: string;
  state: CorrectionState;
  problem: string | null;
  wanted_by: string;
  wanted_at: Instant;
  decided_at: Instant | null;
  credit_note_id: string | null;
  new_invoice_id: string | null;
}

export type NewCorrection = Pick<
  Correction,
  'correctionId' | 'orderId' | 'invoiceId' | 'billing' | 'reason' | 'wantedBy' | 'wantedAt'
> & { readonly partnerId: string };

/** Under the order's lock; the database holds that an order has one open correction at most. */
export async function insertCorrection(trx: Db, correction: NewCorrection): Promise<void> {
  await trx('invoice_corrections').insert({
    correction_id: correction.correctionId,
    order_id: correction.orderId,
    partner_id: correction.partnerId,
    invoice_id: correction.invoiceId,
    billing: JSON.stringify(correction.billing),
    reason: correction.reason,
    state: 'wanted',
    wanted_by: correction.wantedBy,
    wanted_at: correction.wantedAt,
  });
}

/** The order is locked first, by whoever locks both. @throws Error when there is no such correction. */
export async function lockCorrection(trx: Db, correctionId: string): Promise<Correction> {
  const row = await trx<Row>('invoice_corrections').where({ correction_id: correctionId }).forUpdate().first();
  invariant(row !== undefined, `there is no correction ${correctionId}`);
  return toCorrection(row);
}

/** null: the invoice has none of this id within the scope. */
export async function findCorrection(
  db: Db,
  scope: PartnerScope,
  { invoiceId, correctionId }: Pick<Correction, 'invoiceId' | 'correctionId'>
): Promise<Correction | null> {
  const query = db<Row>('invoice_corrections')
    .where({ invoice_id: invoiceId, correction_id: correctionId })
    .first<Row | undefined>();
  const row = await withinScope(query, 'partner_id', scope);
  return row === undefined ? null : toCorrection(row);
}

export type CorrectionEnd =
  | { readonly state: 'done'; readonly creditNoteId: string; readonly newInvoiceId: string }
  | { readonly state: 'refused'; readonly problem: string };

/** Ends an open one that the caller has locked. */
export async function endCorrection(trx: Db, correctionId: string, end: CorrectionEnd, at: Instant): Promise<void> {
  const count = await trx<Row>('invoice_corrections')
    .where({ correction_id: correctionId, state: 'wanted' })
    .update({
      state: end.state,
      decided_at: at,
      ...(end.state === 'done'
        ? { credit_note_id: end.creditNoteId, new_invoice_id: end.newInvoiceId }
        : { problem: end.problem }),
    });
  invariant(count === 1, `correction ${correctionId} had ended already`);
}

function toCorrection(row: Row): Correction {
  return {
    correctionId: row.correction_id,
    orderId: row.order_id,
    invoiceId: row.invoice_id,
    billing: row.billing,
    reason: row.reason,
    state: row.state,
    problem: row.problem,
    wantedBy: row.wanted_by,
    wantedAt: row.wanted_at,
    decidedAt: row.decided_at,
    creditNoteId: row.credit_note_id,
    newInvoiceId: row.new_invoice_id,
  };
}
