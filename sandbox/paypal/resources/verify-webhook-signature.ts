import { z } from 'zod';
import type { ApiCall, PayPalWorld } from '../api-call';
import { readBody, text } from '../read-body';

const verification = z.strictObject({
  auth_algo: text(100),
  cert_url: text(500),
  transmission_id: text(50),
  transmission_sig: text(500),
  transmission_time: text(100),
  webhook_id: text(50),
  webhook_event: z.looseObject({}),
});

export function verifyWebhookSignature({ signer }: PayPalWorld, call: ApiCall): object {
  const asked = readBody(verification, call.body);
  const transmission = {
    id: asked.transmission_id,
    time: asked.transmission_time,
    certificateUrl: asked.cert_url,
    algorithm: asked.auth_algo,
    signature: asked.transmission_sig,
    webhookId: asked.webhook_id,
  };
  return { verification_status: signer.verifies(transmission, asked.webhook_event) ? 'SUCCESS' : 'FAILURE' };
}
