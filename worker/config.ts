import { z } from 'zod';
import { PAYPAL_SETTINGS } from '../gateways/paypal/paypal-config';
import { DEFAULT_TASK_QUEUE, DEV_BUILD_ID } from '../workflows/contracts/ids';

const secret = z.string().min(16, { error: 'must have at least 16 characters' });
const count = (fallback: number) => z.coerce.number().int().min(1).max(10_000).default(fallback);

const environment = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, { error: 'must begin with postgres://' }),
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_TASK_QUEUE: z.string().min(1).default(DEFAULT_TASK_QUEUE),
  /** Set by a release; `dev` makes the worker set itself current. */
  PURSER_BUILD_ID: z.string().min(1).default(DEV_BUILD_ID),
  PURSER_WORKFLOW_BUNDLE: z.string().optional(),
  PURSER_MODE: z.enum(['sandbox', 'live']),
  PUBLIC_URL: z.url().transform((url) => url.replace(/\/+$/, '')),
  WORKPLACE_URL: z.url(),
  WORKPLACE_API_KEY: z.string().min(1),
  STRIPE_SECRET_KEY: z.string().min(1),
  STRIPE_API_BASE: z.url().optional(),
  STRIPE_WEBHOOK_SECRET: z.string().min(1),
  ...PAYPAL_SETTINGS,
  SMTP_URL: z.string().min(1),
  MAIL_FROM: z.string().min(1),
  MAIL_TEMPLATE_DIR: z.string().optional(),
  LINK_SECRET: secret,
  CATALOGUE_FILE: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  WORKER_WORKFLOW_SLOTS: count(40),
  WORKER_ACTIVITY_SLOTS: count(50),
  WORKER_CACHED_WORKFLOWS: z.coerce.number().int().min(0).max(100_000).default(500),
});

export type WorkerConfig = z.output<typeof environment>;

/** @throws Error that names every variable that is missing or wrong, and never its value. */
export function readWorkerConfig(env: Readonly<Record<string, string | undefined>>): WorkerConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = environment.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The worker cannot start. Set these variables right:\n  ${problems.join('\n  ')}`);
}
