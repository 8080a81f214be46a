import type { SandboxClock } from '../clock/sandbox-clock';
import { Faults } from '../http/faults';
import type { HttpRequest } from '../http/http-request';
import { jsonReply, problemReply, type Reply } from '../http/reply';
import { serveStandIn, type RunningServer } from '../http/stand-in-server';
import type { DurableStore } from '../store/durable-store';
import { MailFaults } from './mail-faults';
import { mailHtmlReply, mailListPage, mailPage } from './mail-pages';
import { MailStore } from './mail-store';
import { readMail, type ReadMail } from './read-mail';
import { startSmtp } from './smtp-listener';

export interface MailboxDeps {
  readonly store: DurableStore;
  readonly clock: SandboxClock;
  readonly dataDir: string;
}

export interface RunningMailbox extends RunningServer {
  readonly smtpUrl: string;
}

const MAX_LISTED = 200;

export async function startMailbox(deps: MailboxDeps, ports: { web: number; smtp: number }): Promise<RunningMailbox> {
  const mails = new MailStore(deps.store, deps.dataDir);
  const mailFaults = new MailFaults();

  const withMail = async (request: HttpRequest, show: (mail: ReadMail) => Reply): Promise<Reply> => {
    const row = mails.get(request.params['id'] ?? '');
    return row === undefined
      ? notFound('There is no such mail; old ones are removed.')
      : show(await readMail(mails, row));
  };

  const list = (request: HttpRequest): Reply => {
    const found = mails.find({ to: textParam(request, 'to'), messageId: textParam(request, 'messageId') });
    const messages = found.slice(0, MAX_LISTED).map((mail) => ({ ...mail, copies: mails.copies(mail.messageId) }));
    return jsonReply(200, { messages, total: found.length });
  };

  const smtp = await startSmtp({ mails, faults: mailFaults, clock: deps.clock }, ports.smtp);
  const web = await serveStandIn(
    {
      name: 'mailbox',
      faults: new Faults(mailFaults),
      errorReply: (status, sentence) => problemReply(status, 'Not possible', sentence),
      routes: {
        'GET /': (request) => {
          const to = textParam(request, 'to');
          return mailListPage(mails.find({ to }), to);
        },
        'GET /messages/:id': (request) => withMail(request, mailPage),
        'GET /messages/:id/html': (request) => withMail(request, mailHtmlReply),
        'GET /messages/:id/attachments/:number': (request) => withMail(request, (mail) => attachment(mail, request)),
        'GET /api/messages': list,
        'GET /api/messages/:id': (request) => withMail(request, mailJson),
      },
    },
    ports.web
  );
  return {
    url: web.url,
    smtpUrl: smtp.url,
    stop: async () => {
      await Promise.all([smtp.stop(), web.stop()]);
    },
  };
}

function mailJson(mail: ReadMail): Reply {
  const attachments = mail.attachments.map(({ name, contentType, sizeBytes }) => ({
    name,
    contentType,
    sizeBytes,
  }));
  return jsonReply(200, { ...mail, attachments });
}

function attachment(mail: ReadMail, request: HttpRequest): Reply {
  const part = mail.attachments[Number(request.params['number'])];
  if (part === undefined) return notFound('This mail has no such attachment.');
  const safeName = part.name.replace(/[^\w.-]/g, '_');
  const headers = {
    'content-type': /^[\w.+-]+\/[\w.+-]+$/.test(part.contentType) ? part.contentType : 'application/octet-stream',
    'content-disposition': `attachment; filename="${safeName}"`,
    'x-content-type-options': 'nosniff',
  };
  return { status: 200, headers, body: part.content };
}

function textParam(request: HttpRequest, name: string): string | undefined {
  const value = request.query[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function notFound(sentence: string): Reply {
  return problemReply(404, 'Not found', sentence);
}
