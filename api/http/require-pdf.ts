import type { StoredDocument } from '../../gateways/shared/document-store';
import { GatewayFailure } from '../../gateways/shared/provider-failure';
import { AppError } from './app-error';

const RETRY_SECONDS = 3;

/** @throws AppError `invoice_not_ready` when it cannot be drawn at the moment */
export async function requirePdf(drawing: Promise<StoredDocument>): Promise<StoredDocument> {
  try {
    return await drawing;
  } catch (error) {
    if (!(error instanceof GatewayFailure)) throw error;
    throw new AppError('invoice_not_ready', { retryAfterSeconds: RETRY_SECONDS, cause: error });
  }
}
