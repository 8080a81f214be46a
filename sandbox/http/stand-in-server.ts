import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { BodyTooLarge, readRequest, type HttpRequest } from './http-request';
import { type Faults, type HttpFault } from './faults';
import { jsonReply, problemReply, type Reply } from './reply';
import { matchRoute, type Routes } from './router';

export const LOOPBACK = '127.0.0.1';

export interface StandIn {
  readonly name: string;
  readonly routes: Routes;
  readonly faults: Faults;
  /** The provider's own way to report what happened before any handler: unknown path, fault, crash. */
  readonly errorReply: (status: number, sentence: string) => Reply;
  /** Runs a request between the faults, e.g. for authentication and idempotency keys. */
  readonly around?: (request: HttpRequest, run: () => Promise<Reply>) => Promise<Reply>;
}

export interface RunningServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves a stand-in on loopback, `port` 0 meaning any free one. */
export async function serveStandIn(standIn: StandIn, port: number): Promise<RunningServer> {
  const server = createServer((message, response) => {
    answer(standIn, message, response).catch((error: unknown) => {
      process.stderr.write(`sandbox ${standIn.name}: ${error instanceof Error ? error.stack : String(error)}\n`);
      if (!response.headersSent) send(response, standIn.errorReply(500, 'The stand-in itself failed; see its log.'));
    });
  });
  server.requestTimeout = 30_000;
  const url = `http://${LOOPBACK}:${await listenOnLoopback(server, port, standIn.name)}`;
  return { url, stop: () => closeServer(server) };
}

async function listenOnLoopback(server: Server, port: number, name: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(taken ? new Error(`Port ${port} is taken, so the sandbox's ${name} cannot start there.`) : error);
    });
    server.listen(port, LOOPBACK, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`The sandbox's ${name} has no TCP address.`);
  return address.port;
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), 2000);
  await closed;
  clearTimeout(force);
}

async function answer(standIn: StandIn, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const refusal = refuseForeigners(message);
  if (refusal !== undefined) return send(response, refusal);
  let request: HttpRequest;
  try {
    request = await readRequest(message);
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) throw error;
    return send(response, standIn.errorReply(413, 'The body is larger than 256 kB.'));
  }
  if (request.path === '/health') return send(response, jsonReply(200, { status: 'ok', standIn: standIn.name }));
  if (request.path.startsWith('/_sandbox/')) return send(response, await route(standIn, request));
  const fault = standIn.faults.take(request.method, request.path);
  await answerUnderFault(standIn, request, response, fault);
}

async function answerUnderFault(
  standIn: StandIn,
  request: HttpRequest,
  response: ServerResponse,
  fault: HttpFault | undefined
): Promise<void> {
  if (fault?.effect === 'cut-before') return void response.socket?.destroy();
  const around = standIn.around ?? ((_request, run) => run());
  const reply = await around(request, async () => {
    if (fault?.effect === 'slow' && fault.when === 'before') await pause(fault.ms);
    if (fault?.effect === 'status' && fault.when === 'before') return statusReply(standIn, fault);
    const result = await route(standIn, request);
    return fault?.effect === 'status' ? statusReply(standIn, fault) : result;
  });
  if (fault?.effect === 'cut-after') return void response.socket?.destroy();
  if (fault?.effect === 'slow' && fault.when === 'after') await pause(fault.ms);
  send(response, reply);
}

function statusReply(standIn: StandIn, fault: HttpFault & { effect: 'status' }): Reply {
  const reply = standIn.errorReply(fault.status, 'This failure was ordered at /_sandbox/faults.');
  if (fault.retryAfterSeconds === undefined) return reply;
  return { ...reply, headers: { ...reply.headers, 'retry-after': String(fault.retryAfterSeconds) } };
}

async function route(standIn: StandIn, request: HttpRequest): Promise<Reply> {
  const match =
    matchRoute(standIn.faults.routes, request.method, request.path) ??
    matchRoute(standIn.routes, request.method, request.path);
  if (match === undefined)
    return standIn.errorReply(404, `Unrecognized request URL (${request.method}: ${request.path}).`);
  return match.handler({ ...request, params: match.params });
}

/** A web page elsewhere must not drive the sandbox through the visitor's browser (DNS rebinding, cross-site forms). */
function refuseForeigners(message: IncomingMessage): Reply | undefined {
  const host = message.headers.host ?? '';
  if (!isLoopbackHost(host)) return problemReply(421, 'Wrong host', 'The sandbox answers on 127.0.0.1 only.');
  const origin = message.headers.origin;
  if (message.method === 'GET' || origin === undefined) return undefined;
  const sameSite = isLoopbackHost(origin.replace(/^https?:\/\//, ''));
  return sameSite ? undefined : problemReply(403, 'Foreign page', 'Forms of other sites may not post to the sandbox.');
}

function isLoopbackHost(host: string): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host);
}

function send(response: ServerResponse, reply: Reply): void {
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body, 'utf8') : reply.body;
  response.writeHead(reply.status, { 'cache-control': 'no-store', ...reply.headers, 'content-length': body.length });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
