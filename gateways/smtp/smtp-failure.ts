import type { NodemailerError } from 'nodemailer';
import { GatewayFailure } from '../shared/provider-failure';

/** These fail before the server has seen anything of the mail. */
const NOT_REACHED = new Set(['EDNS', 'ETLS', 'EAUTH', 'ENOAUTH', 'EPROXY']);
const CONNECT_FAILURES = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND']);

/** The server's text stays out: it often repeats the recipient. */
export function toSmtpFailure(error: unknown): unknown {
  if (!isSmtpError(error)) return error;
  const said = ['SMTP', error.code, error.command, error.responseCode].filter((part) => part !== undefined).join(' ');
  const { kind, code } = classify(error);
  return new GatewayFailure(kind, code, said);
}

function classify(error: NodemailerError): { kind: GatewayFailure['kind']; code: string } {
  const { code = '', command, responseCode, originalCode = '' } = error;
  if (code === 'EENVELOPE' && command === 'API') return { kind: 'refused', code: 'smtp_address_invalid' };
  if (code === 'EMESSAGE' && responseCode === undefined) return { kind: 'refused', code: 'smtp_message_refused' };
  if (responseCode !== undefined) return ofReply(responseCode, command);
  if (NOT_REACHED.has(code) || CONNECT_FAILURES.has(originalCode))
    return { kind: 'unavailable', code: 'smtp_unavailable' };
  // A connection that broke while sending: the server may have taken the mail.
  return { kind: 'unknown_outcome', code: 'smtp_no_answer' };
}

/** A final no to sender or login is about our own set-up, which somebody can mend while the mail waits. */
function ofReply(responseCode: number, command: string | undefined): { kind: GatewayFailure['kind']; code: string } {
  if (responseCode < 500) return { kind: 'unavailable', code: 'smtp_unavailable' };
  if (command === 'RCPT TO') return { kind: 'refused', code: 'smtp_recipient_refused' };
  if (command === 'DATA') return { kind: 'refused', code: 'smtp_message_refused' };
  return { kind: 'unavailable', code: 'smtp_not_accepted' };
}

function isSmtpError(error: unknown): error is NodemailerError {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
}
