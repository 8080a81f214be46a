import type { Logger } from 'pino';
import type { Catalogue } from '../../domain/catalogue/catalogue';
import type { ProviderName } from '../../domain/payment/provider-name';
import type { Database } from '../../db/shared/connection';
import type { Clock } from '../../gateways/clock/clock';
import type { ProvideCreditNotePdf, ProvideInvoicePdf, ProvideProformaPdf } from '../../gateways/pdf/provide-pdf';
import type { DocumentStore } from '../../gateways/shared/document-store';
import type { PaymentProvider } from '../../gateways/shared/payment-provider';
import type { Workplace } from '../../gateways/shared/workplace';
import type { OrderChanges } from './order-changes';
import type { OrderWorkflows } from './order-workflows';

/** Requests per minute. */
export interface RateLimits {
  /** Of one address, all routes together. */
  readonly perAddress: number;
  /** Sign-in attempts of one address. */
  readonly signIn: number;
  /** Of one address on the public pages: links, return pages, webhooks. */
  readonly publicPages: number;
}

export interface ApiSettings {
  readonly mode: 'sandbox' | 'live';
  /** Where browsers reach the portal and the API, without a slash at the end. */
  readonly publicUrl: string;
  readonly linkSecret: string;
  /** Null outside sandbox mode. */
  readonly sandbox: { readonly url: string; readonly controlSecret: string } | null;
  /** Built portal; null serves none. */
  readonly portalDir: string | null;
  /** Proxies in front of the API whose X-Forwarded-For is believed. */
  readonly trustedProxies: number;
  readonly rateLimits: RateLimits;
  /** Compares every answer with its schema and fails with 500 when they differ; for tests. */
  readonly checkAnswers: boolean;
}

export type WebhookVerifiers = Readonly<Partial<Record<ProviderName, Pick<PaymentProvider, 'verifyWebhook'>>>>;

/** Everything that handlers may use; made in the composition root. */
export interface ApiDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly workflows: OrderWorkflows;
  /** Wakes live views; fed by the process's one LISTEN connection. */
  readonly orderChanges: OrderChanges;
  readonly workplace: Workplace;
  readonly catalogue: Catalogue;
  /** The stored PDF of an invoice, or a new one; throws `GatewayFailure` when it cannot be made now. */
  readonly invoicePdf: ProvideInvoicePdf;
  /** The same for a proforma. */
  readonly proformaPdf: ProvideProformaPdf;
  /** The same for a credit note. */
  readonly creditNotePdf: ProvideCreditNotePdf;
  /** Whose pages buyers can be sent to; methods of the others are not offered. */
  readonly providers: readonly ProviderName[];
  /** Of the providers that are configured, and only to verify webhooks: the API never moves money. */
  readonly webhookVerifiers: WebhookVerifiers;
  /** Evidence files. */
  readonly documents: DocumentStore;
  readonly settings: ApiSettings;
  readonly log: Logger;
  /** Aborted when the process begins to stop: streams end, readiness goes off. */
  readonly stopping: AbortSignal;
}
