import { createTransport } from 'nodemailer';
import { isLoopbackHost } from '../shared/is-loopback-host';
import type { MailAttachment, Mailer, OutgoingMail } from '../shared/mailer';
import { GatewayFailure } from '../shared/provider-failure';
import { isMailAddress, oneLine, parseMailFrom } from './mail-address';
import { toSmtpFailure } from './smtp-failure';

export interface SmtpConfig {
  /** `smtp://` (TLS demanded off this machine) or `smtps://`, with user and password in it where needed. */
  readonly url: string;
  /** `Purser <no-reply@example.com>`. */
  readonly from: string;
  readonly timeoutMs?: number;
}

export interface SmtpMailer extends Mailer {
  /** Ends idle connections; mails under way are not waited for. */
  close(): void;
}

const TIMEOUT_MS = 20_000;
const MOST_CONNECTIONS = 4;
const MOST_ATTACHED_BYTES = 10 * 1024 * 1024;

/** @throws Error with a sentence when url or sender cannot be used. */
export function createMailer(config: SmtpConfig): SmtpMailer {
  const from = parseMailFrom(config.from);
  const transport = createTransport(poolOptions(config));
  return {
    send: async (mail) => {
      assertSendable(mail);
      try {
        await transport.sendMail({
          // Objects only: a recipient given as text is parsed as a list, and takes more recipients in.
          from: { name: oneLine(from.name), address: from.address },
          to: { name: oneLine(mail.to.name), address: mail.to.address },
          subject: oneLine(mail.subject),
          html: mail.html,
          text: mail.text,
          messageId: mail.messageId,
          attachments: (mail.attachments ?? []).map(toAttachment),
          headers: { 'Auto-Submitted': 'auto-generated' },
          disableFileAccess: true,
          disableUrlAccess: true,
        });
      } catch (error) {
        throw toSmtpFailure(error);
      }
    },
    close: () => {
      transport.close();
    },
  };
}

function poolOptions({ url, timeoutMs = TIMEOUT_MS }: SmtpConfig) {
  if (!URL.canParse(url)) throw new Error('SMTP_URL is no URL. Write it like smtp://mail.example.com:587.');
  const { protocol, hostname, port, username, password } = new URL(url);
  if (protocol !== 'smtp:' && protocol !== 'smtps:') throw new Error('SMTP_URL must begin with smtp:// or smtps://.');
  const secure = protocol === 'smtps:';
  return {
    pool: true as const,
    maxConnections: MOST_CONNECTIONS,
    // Only a mail of which not a byte was sent is ever tried again in here; the rest is for the caller to decide.
    maxRequeues: 1,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !secure && !isLoopbackHost(hostname),
    ...(username !== '' && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function toAttachment({ fileName, contentType, bytes }: MailAttachment) {
  return { filename: oneLine(fileName), contentType, content: bytes, contentDisposition: 'attachment' as const };
}

function assertSendable({ to, messageId, attachments = [] }: OutgoingMail): void {
  if (!isMailAddress(to.address)) {
    throw new GatewayFailure('refused', 'smtp_address_invalid', 'SMTP: the recipient is not one plain address');
  }
  if (!/^<[^\s<>@]{1,200}@[^\s<>@]{1,100}>$/.test(messageId)) {
    throw new GatewayFailure('refused', 'smtp_message_id_invalid', 'SMTP: the Message-ID has not the form <…@…>');
  }
  if (!attachments.every(({ contentType }) => /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(contentType))) {
    throw new GatewayFailure('refused', 'smtp_attachment_invalid', 'SMTP: an attachment has no plain content type');
  }
  if (attachments.reduce((sum, { bytes }) => sum + bytes.byteLength, 0) > MOST_ATTACHED_BYTES) {
    throw new GatewayFailure('refused', 'smtp_attachment_too_large', 'SMTP: the attachments are larger than 10 MB');
  }
}
