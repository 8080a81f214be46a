import { z } from 'zod';
import type { SandboxConfig } from './start-sandbox';

const port = z.coerce.number().int().min(0).max(65_535).default(0);
const optionalUrl = z.preprocess(
  (value) => (value === '' ? undefined : value),
  z.url({ protocol: /^https?$/ }).optional()
);

const environment = z.object({
  SANDBOX_STRIPE_PORT: port,
  SANDBOX_PAYPAL_PORT: port,
  SANDBOX_WORKPLACE_PORT: port,
  SANDBOX_MAILBOX_PORT: port,
  SANDBOX_SMTP_PORT: port,
  SANDBOX_CONTROL_PORT: port,
  SANDBOX_DATA_DIR: z.string().min(1),
  SANDBOX_STRIPE_SECRET_KEY: z.string().startsWith('sk_test_'),
  SANDBOX_STRIPE_WEBHOOK_URL: optionalUrl,
  SANDBOX_STRIPE_WEBHOOK_SECRET: z.string().min(1),
  SANDBOX_PAYPAL_CLIENT_ID: z.string().min(1),
  SANDBOX_PAYPAL_CLIENT_SECRET: z.string().min(1),
  SANDBOX_PAYPAL_WEBHOOK_URL: optionalUrl,
  SANDBOX_PAYPAL_WEBHOOK_ID: z.string().regex(/^[A-Za-z0-9]{1,50}$/),
  SANDBOX_WORKPLACE_API_KEY: z.string().min(1),
  SANDBOX_CONTROL_SECRET: z.string().min(1),
  SANDBOX_CLOCK_CALLBACK_URL: optionalUrl,
});

/** Throws with one line per variable that is missing or wrong. */
export function readSandboxConfig(variables: NodeJS.ProcessEnv): SandboxConfig {
  const parsed = environment.safeParse(variables);
  if (!parsed.success) throw new Error(`The sandbox cannot start:\n${z.prettifyError(parsed.error)}`);
  const env = parsed.data;
  return {
    dataDir: env.SANDBOX_DATA_DIR,
    ports: {
      stripe: env.SANDBOX_STRIPE_PORT,
      paypal: env.SANDBOX_PAYPAL_PORT,
      workplace: env.SANDBOX_WORKPLACE_PORT,
      mailbox: env.SANDBOX_MAILBOX_PORT,
      smtp: env.SANDBOX_SMTP_PORT,
      control: env.SANDBOX_CONTROL_PORT,
    },
    stripeSecretKey: env.SANDBOX_STRIPE_SECRET_KEY,
    stripeWebhookUrl: env.SANDBOX_STRIPE_WEBHOOK_URL,
    stripeWebhookSecret: env.SANDBOX_STRIPE_WEBHOOK_SECRET,
    paypalClientId: env.SANDBOX_PAYPAL_CLIENT_ID,
    paypalClientSecret: env.SANDBOX_PAYPAL_CLIENT_SECRET,
    paypalWebhookUrl: env.SANDBOX_PAYPAL_WEBHOOK_URL,
    paypalWebhookId: env.SANDBOX_PAYPAL_WEBHOOK_ID,
    workplaceApiKey: env.SANDBOX_WORKPLACE_API_KEY,
    controlSecret: env.SANDBOX_CONTROL_SECRET,
    clockCallbackUrl: env.SANDBOX_CLOCK_CALLBACK_URL,
  };
}
