import type { Invoice } from '../../db/invoice/invoice-row';
import type { StoredDocument } from '../../gateways/shared/document-store';
import { GatewayFailure } from '../../gateways/shared/provider-failure';
import type { ApiDeps } from '../http/api-deps';
import { AppError } from '../http/app-error';

const RETRY_SECONDS = 3;

/** @throws AppError `invoice_not_ready` when it cannot be drawn at the moment */
export async function requirePdf(deps: ApiDeps, invoice: Invoice): Promise<StoredDocument> {
  try {
    return await deps.invoicePdf(invoice);
  } catch (error) {
    if (!(error instanceof GatewayFailure)) throw error;
    throw new AppError('invoice_not_ready', { retryAfterSeconds: RETRY_SECONDS, cause: error });
  }
}
