import path from 'node:path';
import type { ActivityDeps } from '../activities/create-activities';
import { createPostgresDocumentStore } from '../db/invoice/postgres-document-store';
import { RECONCILE_LIMITS } from '../domain/reconcile/limits';
import { loadCatalogue } from '../gateways/catalogue/load-catalogue';
import { createPayPalProvider } from '../gateways/paypal/create-paypal-provider';
import { payPalConfigOf } from '../gateways/paypal/paypal-config';
import { createPdfRenderer } from '../gateways/pdf/create-pdf-renderer';
import { provideCreditNotePdf, provideInvoicePdf, provideProformaPdf } from '../gateways/pdf/provide-pdf';
import { createMailer } from '../gateways/smtp/create-mailer';
import { createMailRenderer } from '../gateways/smtp/render-mail';
import { createStripeProvider } from '../gateways/stripe/create-stripe-provider';
import { createWorkplace } from '../gateways/workplace/create-workplace';
import type { WorkerConfig } from './config';

/** Where the build puts the compiled mail templates. */
const TEMPLATES = path.join(__dirname, '..', 'mail');

/** Everything that activities need, built once. @throws Error with a sentence for the person who starts the worker */
export function createDeps(
  config: WorkerConfig,
  { db, clock, directory }: Pick<ActivityDeps, 'db' | 'clock' | 'directory'>
): { readonly deps: ActivityDeps; readonly close: () => Promise<void> } {
  const catalogue = loadCatalogue(config.CATALOGUE_FILE);
  const mailer = createMailer({ url: config.SMTP_URL, from: config.MAIL_FROM });
  const renderer = createPdfRenderer();
  const documents = createPostgresDocumentStore(db, () => clock.now());
  const payPal = payPalConfigOf(config);
  const deps: ActivityDeps = {
    db,
    clock,
    directory,
    reconcileLimits: RECONCILE_LIMITS,
    catalogue,
    policies: catalogue.policies,
    payableMethods: payPal === null ? ['card', 'offline', 'none'] : ['card', 'paypal', 'offline', 'none'],
    providers: {
      stripe: createStripeProvider({
        secretKey: config.STRIPE_SECRET_KEY,
        apiBase: config.STRIPE_API_BASE ?? null,
        webhookSecrets: config.STRIPE_WEBHOOK_SECRET.split(','),
      }),
      ...(payPal !== null && { paypal: createPayPalProvider(payPal) }),
    },
    workplace: createWorkplace({ baseUrl: config.WORKPLACE_URL, apiKey: config.WORKPLACE_API_KEY }),
    mailer,
    mailRenderer: createMailRenderer({
      templateDir: config.MAIL_TEMPLATE_DIR ?? TEMPLATES,
      portalUrl: config.PUBLIC_URL,
    }),
    providePdf: provideInvoicePdf({ documents, renderer }),
    provideProformaPdf: provideProformaPdf({ documents, renderer }),
    provideCreditNotePdf: provideCreditNotePdf({ documents, renderer }),
    linkSecret: config.LINK_SECRET,
    publicUrl: config.PUBLIC_URL,
  };
  return {
    deps,
    close: async () => {
      mailer.close();
      await renderer.close();
    },
  };
}
