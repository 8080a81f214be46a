import type { ApiResponse } from '@paypal/paypal-server-sdk';
import { z } from 'zod';
import type { PayPalClient } from './paypal-client';

/** What PayPal's list says of a dispute: not how it ended. */
const list = z.object({
  items: z.array(z.object({ dispute_id: z.string() })).default([]),
  links: z.array(z.object({ rel: z.string(), href: z.string() })).default([]),
});
export type DisputePage = z.output<typeof list>;

const dispute = z.object({
  dispute_id: z.string(),
  create_time: z.string(),
  reason: z.string().default('OTHER'),
  status: z.string(),
  dispute_amount: z.object({ currency_code: z.string(), value: z.string() }),
  dispute_life_cycle_stage: z.string().optional(),
  dispute_outcome: z.object({ outcome_code: z.string().optional() }).optional(),
  seller_response_due_date: z.string().optional(),
});
export type PayPalDispute = z.output<typeof dispute>;

interface Limits {
  readonly abortSignal: AbortSignal;
}

const PAGE_SIZE = 50;

/** The SDK knows no disputes; they are asked for by its own requests, with its token, address and errors. */
export async function listDisputesOfCapture(
  client: PayPalClient,
  { captureId, pageToken }: { readonly captureId: string; readonly pageToken: string | null },
  limits: Limits
): Promise<ApiResponse<DisputePage>> {
  const request = getRequest(client, '/v1/customer/disputes');
  request.query({ disputed_transaction_id: captureId, page_size: PAGE_SIZE, next_page_token: pageToken ?? undefined });
  const answer = await request.callAsText(limits);
  return { ...answer, result: list.parse(JSON.parse(answer.result)) };
}

export async function getDispute(
  client: PayPalClient,
  id: string,
  limits: Limits
): Promise<ApiResponse<PayPalDispute>> {
  const answer = await getRequest(client, `/v1/customer/disputes/${encodeURIComponent(id)}`).callAsText(limits);
  return { ...answer, result: dispute.parse(JSON.parse(answer.result)) };
}

function getRequest(client: PayPalClient, path: string) {
  const request = client.getRequestBuilderFactory()('GET', path);
  request.authenticate([{ oauth2: true }]);
  return request;
}
