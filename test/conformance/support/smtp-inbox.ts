import type { AddressInfo, Socket } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface InboxMail {
  readonly recipients: readonly string[];
  readonly raw: string;
  readonly parsed: ParsedMail;
}

export interface SmtpInbox {
  readonly url: string;
  readonly mails: readonly InboxMail[];
  /** The connections that are open, to be cut. */
  readonly sockets: ReadonlySet<Socket>;
  stop(): Promise<void>;
}

/** A server that takes every mail; `overrides` replaces single steps of the conversation. */
export async function startSmtpInbox(overrides: SMTPServerOptions = {}): Promise<SmtpInbox> {
  const mails: InboxMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks);
        void simpleParser(raw).then((parsed) => {
          const recipients = session.envelope.rcptTo.map(({ address }) => address);
          mails.push({ recipients, raw: raw.toString('utf8'), parsed });
          done();
        });
      });
    },
    ...overrides,
  });
  const sockets = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  // A connection that the test cuts is no failure of the server.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    sockets,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

export function smtpError(responseCode: number): Error {
  return Object.assign(new Error('said by the server about someone@somewhere.test'), { responseCode });
}
