import type { Route } from '../http/route';
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
  resendInvoiceRoute,
  openLink,
  downloadByLink,
  requestNewLink,
];
