import type { SMTPServerOptions } from 'smtp-server';
import type { MailDeps } from '../../../activities/mail/mail-deps';
import { createPostgresDocumentStore } from '../../../db/invoice/postgres-document-store';
import type { Database } from '../../../db/shared/connection';
import { DEFAULT_POLICIES } from '../../../domain/policies/policies';
import { addMs } from '../../../domain/time/calendar';
import type { DocumentRenderer } from '../../../gateways/pdf/document-renderer';
import { provideCreditNotePdf, provideInvoicePdf, provideProformaPdf } from '../../../gateways/pdf/provide-pdf';
import { createMailer } from '../../../gateways/smtp/create-mailer';
import { createMailRenderer } from '../../../gateways/smtp/render-mail';
import { startSmtpInbox, type SmtpInbox } from '../../conformance/support/smtp-inbox';
import { testMailTemplateDir } from '../mail-templates';

export const LINK_SECRET = 'a secret of the test that is long enough';
export const PUBLIC_URL = 'http://portal.test';

export interface MailBench {
  readonly deps: MailDeps;
  readonly inbox: SmtpInbox;
  /** Moves the time at which a hand-over happens. */
  setTime(at: string): void;
  close(): Promise<void>;
}

/** Real mailer, templates, PDF thread and database around a mail server of the test's own. */
export async function startMailBench(
  db: Database,
  parts: { readonly renderer: DocumentRenderer; readonly at: string; readonly smtp?: SMTPServerOptions }
): Promise<MailBench> {
  const inbox = await startSmtpInbox(parts.smtp);
  const mailer = createMailer({ url: inbox.url, from: 'Purser <no-reply@purser.test>', timeoutMs: 2_000 });
  let now = addMs(parts.at, 0);
  const documents = createPostgresDocumentStore(db, () => now);
  return {
    deps: {
      db,
      policies: DEFAULT_POLICIES,
      clock: { now: () => now, offsetMs: () => 0 },
      mailer,
      mailRenderer: createMailRenderer({ templateDir: testMailTemplateDir(), portalUrl: PUBLIC_URL }),
      providePdf: provideInvoicePdf({ documents, renderer: parts.renderer }),
      provideProformaPdf: provideProformaPdf({ documents, renderer: parts.renderer }),
      provideCreditNotePdf: provideCreditNotePdf({ documents, renderer: parts.renderer }),
      linkSecret: LINK_SECRET,
      publicUrl: PUBLIC_URL,
    },
    inbox,
    setTime: (at) => {
      now = at;
    },
    close: async () => {
      mailer.close();
      await inbox.stop();
    },
  };
}
