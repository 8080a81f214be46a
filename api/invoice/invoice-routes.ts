import type { Route } from '../http/route';
import { getCreditNote, getCreditNotePdf } from './get-credit-note';
import { listCreditNotesRoute } from './list-credit-notes';
import { correctInvoice, getCorrection } from './correct-invoice';
import { downloadByLink } from './download-by-link';
import { getInvoice, getInvoicePdf } from './get-invoice';
import { listInvoicesRoute } from './list-invoices';
import { openLink } from './open-link';
import { requestNewLink } from './request-new-link';
import { resendInvoiceRoute } from './resend-invoice';

export const INVOICE_ROUTES: readonly Route[] = [
  listInvoicesRoute,
  getInvoice,
  getInvoicePdf,
  correctInvoice,
  getCorrection,
  listCreditNotesRoute,
  getCreditNote,
  getCreditNotePdf,
  resendInvoiceRoute,
  openLink,
  downloadByLink,
  requestNewLink,
];
