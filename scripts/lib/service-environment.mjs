import path from 'node:path';

import { repoRoot } from './paths.mjs';

/** Names, not secrets: the stand-in knows one client and one webhook. */
const PAYPAL_CLIENT_ID = 'purser-sandbox';
const PAYPAL_WEBHOOK_ID = 'WHPURSERSANDBOX';

const local = (port) => `http://127.0.0.1:${port}`;

/**
 * What every process of a local installation reads. One set for all: each takes what it knows.
 * @param {{ ports: Record<string, number>, secrets: Record<string, string>, directory: string, temporalAddress: string }} installation
 */
export function serviceEnvironment({ ports, secrets, directory, temporalAddress }) {
  return {
    ...process.env,
    DATABASE_URL: `postgres://purser_owner:${secrets.databasePassword}@127.0.0.1:${ports.postgres}/purser`,
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: process.env.TEMPORAL_NAMESPACE ?? 'default',
    TEMPORAL_TASK_QUEUE: 'purser',
    PURSER_MODE: 'sandbox',
    API_HOST: '127.0.0.1',
    API_PORT: String(ports.api),
    PUBLIC_URL: local(ports.api),
    PORTAL_DIR: path.join(repoRoot, 'dist', 'portal'),
    MAIL_TEMPLATE_DIR: path.join(repoRoot, 'dist', 'mail'),
    PURSER_WORKFLOW_BUNDLE: path.join(repoRoot, 'dist', 'workflow-bundle.js'),
    LINK_SECRET: secrets.linkSecret,
    MAIL_FROM: 'Purser <billing@purser.example>',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
    ...bordersOf(ports, secrets),
    ...sandboxOf(ports, secrets, directory),
  };
}

/** Where the product finds the outside world: the stand-ins. */
function bordersOf(ports, secrets) {
  return {
    SANDBOX_URL: local(ports.sandboxControl),
    SANDBOX_CONTROL_SECRET: secrets.controlSecret,
    STRIPE_SECRET_KEY: secrets.stripeSecretKey,
    STRIPE_API_BASE: local(ports.stripe),
    STRIPE_WEBHOOK_SECRET: secrets.stripeWebhookSecret,
    PAYPAL_CLIENT_ID,
    PAYPAL_CLIENT_SECRET: secrets.paypalClientSecret,
    PAYPAL_API_BASE: local(ports.paypal),
    PAYPAL_WEBHOOK_ID,
    WORKPLACE_URL: local(ports.workplace),
    WORKPLACE_API_KEY: secrets.workplaceApiKey,
    SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
  };
}

function sandboxOf(ports, secrets, directory) {
  return {
    SANDBOX_STRIPE_PORT: String(ports.stripe),
    SANDBOX_PAYPAL_PORT: String(ports.paypal),
    SANDBOX_WORKPLACE_PORT: String(ports.workplace),
    SANDBOX_MAILBOX_PORT: String(ports.mailbox),
    SANDBOX_SMTP_PORT: String(ports.smtp),
    SANDBOX_CONTROL_PORT: String(ports.sandboxControl),
    SANDBOX_DATA_DIR: path.join(directory, 'sandbox'),
    SANDBOX_STRIPE_WEBHOOK_URL: `${local(ports.api)}/webhooks/stripe`,
    SANDBOX_STRIPE_WEBHOOK_SECRET: secrets.stripeWebhookSecret,
    SANDBOX_PAYPAL_CLIENT_ID: PAYPAL_CLIENT_ID,
    SANDBOX_PAYPAL_CLIENT_SECRET: secrets.paypalClientSecret,
    SANDBOX_PAYPAL_WEBHOOK_URL: `${local(ports.api)}/webhooks/paypal`,
    SANDBOX_PAYPAL_WEBHOOK_ID: PAYPAL_WEBHOOK_ID,
    SANDBOX_CLOCK_CALLBACK_URL: `${local(ports.api)}/internal/sandbox/clock`,
    SANDBOX_WORKPLACE_API_KEY: secrets.workplaceApiKey,
    SANDBOX_STRIPE_SECRET_KEY: secrets.stripeSecretKey,
  };
}
