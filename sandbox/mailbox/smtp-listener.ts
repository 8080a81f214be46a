import type { Socket } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { SandboxClock } from '../clock/sandbox-clock';
import { LOOPBACK, type RunningServer } from '../http/stand-in-server';
import type { MailFaults } from './mail-faults';
import type { MailStore } from './mail-store';

export interface SmtpDeps {
  readonly mails: MailStore;
  readonly faults: MailFaults;
  readonly clock: SandboxClock;
}

const MAX_MAIL_BYTES = 15 * 1024 * 1024;

export async function startSmtp(deps: SmtpDeps, port: number): Promise<RunningServer> {
  const sockets = new Map<number, Socket>();
  const server = new SMTPServer({
    banner: 'sandbox mailbox',
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: MAX_MAIL_BYTES,
    disableReverseLookup: true,
    closeTimeout: 2000,
    onConnect: (_session, done) => {
      const fault = deps.faults.take('smtp-refuse-connection', []);
      done(fault === undefined ? null : smtpError(421, 'Service not available (ordered at /_sandbox/faults)'));
    },
    onRcptTo: (address, _session, done) => {
      const fault = deps.faults.take('smtp-reject', [address.address]);
      done(fault === undefined ? null : smtpError(fault.code, 'Recipient refused (ordered at /_sandbox/faults)'));
    },
    onData: (stream, session, done) => {
      receive(deps, stream, session).then(
        (cut) => (cut ? sockets.get(session.remotePort)?.destroy() : done(null)),
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error)))
      );
    },
  });
  server.on('error', () => undefined); // A client that hangs up half-way is its own business.
  server.server.on('connection', (socket: Socket) => {
    const remote = socket.remotePort ?? 0;
    sockets.set(remote, socket);
    socket.on('close', () => sockets.delete(remote));
  });
  const bound = await listen(server, port);
  return { url: `smtp://${LOOPBACK}:${bound}`, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

async function listen(server: SMTPServer, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(taken ? new Error(`Port ${port} is taken, so the sandbox's mail server cannot start there.`) : error);
    });
    server.listen(port, LOOPBACK, () => resolve());
  });
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The mail server has no TCP address.');
  return address.port;
}

/** Keeps the mail; true when the connection must be cut instead of answering. */
async function receive(deps: SmtpDeps, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<boolean> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  if (stream.sizeExceeded) throw smtpError(552, 'The mail is larger than 15 MB');
  const raw = Buffer.concat(chunks);
  const to = session.envelope.rcptTo.map((address) => address.address);
  const parsed = await simpleParser(raw, { skipHtmlToText: true, skipImageLinks: true, skipTextToHtml: true });
  await deps.mails.add(raw, {
    at: deps.clock.iso(),
    from: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address,
    to,
    subject: parsed.subject ?? '',
    messageId: parsed.messageId ?? '',
  });
  return deps.faults.take('smtp-cut-after', to) !== undefined;
}

function smtpError(code: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode: code });
}
