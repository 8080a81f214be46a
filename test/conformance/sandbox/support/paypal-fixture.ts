import {
  CheckoutPaymentIntent,
  PaypalExperienceUserAction,
  PaypalPaymentTokenUsageType,
  PaypalWalletContextShippingPreference,
  StoreInVaultInstruction,
  type Order,
  type OrderRequest,
} from '@paypal/paypal-server-sdk';
import { createVerify, X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { startSandbox, type Sandbox } from '../../../../sandbox/start-sandbox';
import { paypalSdk, type PayPalSdk } from '../../support/paypal-client';
import { callJson, type JsonAnswer } from './calls';
import { listenForWebhooks, type WebhookListener } from './listen-for-webhooks';
import { eventually, PAYPAL_CLIENT_ID, PAYPAL_CLIENT_SECRET, PAYPAL_WEBHOOK_ID, testConfig } from './sandbox-fixture';

export interface PayPalEvent {
  readonly id: string;
  readonly event_type: string;
  readonly resource_type: string;
  readonly create_time: string;
  readonly resource: Readonly<Record<string, unknown>>;
}

export interface ReceivedPayPalWebhook {
  readonly event: PayPalEvent;
  readonly payload: Buffer;
  readonly headers: IncomingHttpHeaders;
  readonly isGenuine: boolean;
}

export interface PayPalReceiver extends WebhookListener {
  readonly received: ReceivedPayPalWebhook[];
}

export interface PayPalFixture {
  readonly sandbox: Sandbox;
  readonly base: string;
  readonly sdk: PayPalSdk;
  readonly receiver: PayPalReceiver;
  /** Stops the stand-ins and starts them again on the same data. */
  restart(): Promise<PayPalFixture>;
  stop(): Promise<void>;
}

export async function startPayPalFixture(): Promise<PayPalFixture> {
  const dataDir = await mkdtemp(join(tmpdir(), 'purser-sandbox-'));
  return fixtureOn(dataDir, await startPayPalReceiver());
}

async function fixtureOn(dataDir: string, receiver: PayPalReceiver): Promise<PayPalFixture> {
  const sandbox = await startSandbox(testConfig(dataDir, { paypalWebhookUrl: receiver.url }));
  const base = sandbox.urls.paypal;
  return {
    sandbox,
    base,
    receiver,
    sdk: paypalSdk(base, PAYPAL_CLIENT_ID, PAYPAL_CLIENT_SECRET),
    restart: async () => {
      await sandbox.stop();
      return fixtureOn(dataDir, receiver);
    },
    stop: async () => {
      await sandbox.stop();
      await receiver.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function startPayPalReceiver(): Promise<PayPalReceiver> {
  const received: ReceivedPayPalWebhook[] = [];
  return listenForWebhooks({ received }, async (payload, headers) => {
    const isGenuine = await signatureFits(headers, payload).catch(() => false);
    const event = JSON.parse(payload.toString('utf8')) as PayPalEvent;
    received.push({ event, payload, headers, isGenuine });
  });
}

/** Written from PayPal's description of the scheme, not from the stand-in's signer. */
export async function signatureFits(headers: IncomingHttpHeaders, payload: Buffer): Promise<boolean> {
  const header = (name: string): string => String(headers[`paypal-${name}`]);
  const certificate = await (await fetch(header('cert-url'))).text();
  const { publicKey } = new X509Certificate(certificate);
  const text = `${header('transmission-id')}|${header('transmission-time')}|${PAYPAL_WEBHOOK_ID}|${crc32(payload)}`;
  const verifier = createVerify('RSA-SHA256').update(text);
  return header('auth-algo') === 'SHA256withRSA' && verifier.verify(publicKey, header('transmission-sig'), 'base64');
}

export interface OrderWishes {
  readonly value?: string;
  readonly currency?: string;
  readonly invoiceId?: string;
  readonly saves?: boolean;
}

export function orderRequest(customId: string, wishes: OrderWishes = {}): OrderRequest {
  const { value = '680.16', currency = 'USD', invoiceId = `${customId}-1`, saves = false } = wishes;
  const vault = { storeInVault: StoreInVaultInstruction.OnSuccess, usageType: PaypalPaymentTokenUsageType.Merchant };
  return {
    intent: CheckoutPaymentIntent.Capture,
    purchaseUnits: [{ customId, invoiceId, description: 'Desk +40', amount: { currencyCode: currency, value } }],
    paymentSource: {
      paypal: {
        experienceContext: {
          returnUrl: 'http://127.0.0.1:9/return?order=1',
          cancelUrl: 'http://127.0.0.1:9/cancel',
          userAction: PaypalExperienceUserAction.PayNow,
          shippingPreference: PaypalWalletContextShippingPreference.NoShipping,
        },
        ...(saves && { attributes: { vault } }),
      },
    },
  };
}

let counter = 0;

/** A request id that no other call of this run has used. */
export function freshId(): string {
  counter += 1;
  return `request-${process.pid}-${counter}`;
}

export async function openOrder(fixture: PayPalFixture, customId: string, wishes?: OrderWishes): Promise<string> {
  const { result } = await fixture.sdk.orders.createOrder({
    body: orderRequest(customId, wishes),
    paypalRequestId: freshId(),
  });
  return result.id ?? '';
}

export function approve(fixture: PayPalFixture, id: string, payer = 'normal'): Promise<JsonAnswer> {
  return control(fixture, `approve/${id}`, { payer });
}

export async function capture(fixture: PayPalFixture, id: string, paypalRequestId = freshId()): Promise<Order> {
  const wish = { id, paypalRequestId, prefer: 'return=representation' };
  return (await fixture.sdk.orders.captureOrder(wish)).result;
}

/** Opened, approved and captured; the ids of order and capture. */
export async function paidOrder(
  fixture: PayPalFixture,
  customId: string,
  wishes?: OrderWishes & { readonly payer?: string }
): Promise<{ orderId: string; captureId: string; order: Order }> {
  const orderId = await openOrder(fixture, customId, wishes);
  await approve(fixture, orderId, wishes?.payer);
  const order = await capture(fixture, orderId);
  return { orderId, order, captureId: captureIn(order)?.id ?? '' };
}

export function captureIn(order: Order): { id?: string; status?: string } | undefined {
  return order.purchaseUnits?.[0]?.payments?.captures?.[0];
}

export function vaultIn(order: Order): { id?: string; status?: string } | undefined {
  return order.paymentSource?.paypal?.attributes?.vault;
}

export function control(fixture: PayPalFixture, path: string, body: object = {}, method = 'POST'): Promise<JsonAnswer> {
  return callJson(`${fixture.base}/_sandbox/${path}`, method, body);
}

export interface Sums {
  readonly capturedMinor: number;
  readonly refundedMinor: number;
  readonly netMinor: number;
  readonly net: string;
  readonly currency: string;
  readonly status: string;
}

export async function ledgerOf(fixture: PayPalFixture, orderId: string): Promise<readonly Sums[]> {
  const { body } = await callJson(`${fixture.base}/_sandbox/ledger?order_id=${orderId}`);
  return body['entries'] as readonly Sums[];
}

/** The first event of the type that speaks of `id`: events of earlier tests may still be on their way. */
export function paypalWebhook(receiver: PayPalReceiver, type: string, id: string): Promise<ReceivedPayPalWebhook> {
  return eventually(`webhook ${type} of ${id}`, () =>
    receiver.received.find(({ event, payload }) => event.event_type === type && payload.includes(`"${id}"`))
  );
}
