import { pino, type DestinationStream, type Logger } from 'pino';

/** What must never reach a log, wherever it turns up in a logged object. */
const SECRET_NAMES = [
  'password',
  'passwordHash',
  'password_hash',
  'token',
  'tokenHash',
  'authorization',
  'cookie',
  'secret',
  'signature',
  'email',
  'phone',
  'taxNumber',
  'billing',
  'bindings',
  'detail',
];
const REDACTED = SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

export function createLogger(level: string, name: string, destination?: DestinationStream): Logger {
  const options = { level, name, redact: { paths: REDACTED, censor: '[redacted]' }, base: { pid: process.pid } };
  return destination === undefined ? pino(options) : pino(options, destination);
}
