import { z } from 'zod';
import { PAYPAL_SETTINGS } from '../gateways/paypal/paypal-config';
import { DEFAULT_TASK_QUEUE } from '../workflows/contracts/ids';

const port = z.coerce.number().int().min(0).max(65_535);
const perMinute = z.coerce.number().int().min(1).max(10_000_000);
const secret = z.string().min(16, { error: 'must have at least 16 characters' });

/** An empty variable counts as one that is not set, as Docker and shells write it. */
const environment = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, { error: 'must begin with postgres://' }),
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_TASK_QUEUE: z.string().min(1).default(DEFAULT_TASK_QUEUE),
  PURSER_MODE: z.enum(['sandbox', 'live']),
  API_HOST: z.string().min(1).default('127.0.0.1'),
  API_PORT: port,
  API_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  PUBLIC_URL: z.url().transform((url) => url.replace(/\/+$/, '')),
  PORTAL_DIR: z.string().optional(),
  SANDBOX_URL: z.url().optional(),
  WORKPLACE_URL: z.url(),
  WORKPLACE_API_KEY: z.string().min(1),
  STRIPE_SECRET_KEY: z.string().min(1).optional(),
  STRIPE_API_BASE: z.url().optional(),
  STRIPE_WEBHOOK_SECRET: z.string().min(1).optional(),
  ...PAYPAL_SETTINGS,
  LINK_SECRET: secret,
  SANDBOX_CONTROL_SECRET: secret.optional(),
  CATALOGUE_FILE: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  RATE_LIMIT_PER_ADDRESS: perMinute.default(1_200),
  RATE_LIMIT_SIGN_IN: perMinute.default(60),
  RATE_LIMIT_PUBLIC_PAGES: perMinute.default(600),
});

export type ApiConfig = z.output<typeof environment>;

/** @throws Error that names every variable that is missing or wrong, and never its value. */
export function readApiConfig(env: Readonly<Record<string, string | undefined>>): ApiConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = environment.safeParse(given);
  if (result.success) return checkMode(result.data);
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The API cannot start. Set these variables right:\n  ${problems.join('\n  ')}`);
}

function checkMode(config: ApiConfig): ApiConfig {
  const needsSandbox = config.PURSER_MODE === 'sandbox';
  if (needsSandbox && (config.SANDBOX_URL === undefined || config.SANDBOX_CONTROL_SECRET === undefined)) {
    throw new Error('The API cannot start: sandbox mode needs SANDBOX_URL and SANDBOX_CONTROL_SECRET.');
  }
  return config;
}
