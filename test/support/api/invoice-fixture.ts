import { issueInvoiceOnce } from '../../../db/invoice/issue-invoice';
import { markLinkHandedOver } from '../../../db/invoice/invoice-links';
import { linkToken } from '../../../db/invoice/link-token';
import { resendInvoice } from '../../../db/invoice/resend-invoice';
import { markMailSent } from '../../../db/mail/record-mail';
import type { BillingData } from '../../../domain/billing/billing-data';
import { insertPaidOrder } from '../rows/paid-order-rows';
import { sampleSeller } from '../sample-catalogue';
import type { OrderParty } from './order-fixture';
import type { TestApi } from './start-test-api';

export interface Invoiced {
  readonly orderId: string;
  readonly invoiceId: string;
  readonly invoiceNo: string;
}

export async function issueFor(api: TestApi, party: OrderParty, billing: Partial<BillingData> = {}): Promise<Invoiced> {
  const orderId = await insertPaidOrder(api.deps.db, party.rows, { billing });
  const { invoiceId, invoiceNo } = await issueInvoiceOnce(api.deps.db, sampleSeller, { orderId, at: api.clock.now() });
  return { orderId, invoiceId, invoiceNo };
}

export interface Linked extends Invoiced {
  readonly token: string;
}

/** An invoice whose link was mailed just now. */
export async function issueWithLink(api: TestApi, party: OrderParty): Promise<Linked> {
  const { db, settings } = api.deps;
  const invoice = await issueFor(api, party);
  const at = api.clock.now();
  const source = { actorKind: 'system', actorId: null, ip: null, requestId: null } as const;
  const resend = { orderId: invoice.orderId, address: null, actorId: party.buyer.userId, source, at };
  const sent = await resendInvoice(db, resend, settings.linkSecret);
  if (sent === null) throw new Error('the order has no invoice');
  await markMailSent(db, sent.mailId, at);
  await markLinkHandedOver(db, { mailId: sent.mailId, at, validForMs: 86_400_000 });
  return { ...invoice, token: linkToken(settings.linkSecret, sent.linkId) };
}
