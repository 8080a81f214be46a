import type { IncomingMessage } from 'node:http';
import { parse } from 'qs';

/** A request whose body has been read whole. `query` and `form` are nested by brackets, as Stripe's clients send them. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: string;
  header(name: string): string | undefined;
}

export class BodyTooLarge extends Error {}

/** Stand-ins take no uploads: the largest body a client of ours sends is a Checkout Session with a hundred lines. */
const MAX_BODY_BYTES = 256 * 1024;

export function parseForm(text: string): Record<string, unknown> {
  return parse(text, { depth: 20, arrayLimit: 1000, parameterLimit: 5000, allowDots: false });
}

export async function readRequest(message: IncomingMessage): Promise<HttpRequest> {
  const url = new URL(message.url ?? '/', 'http://127.0.0.1');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    params: {},
    query: parseForm(url.search.slice(1)),
    body: Buffer.concat(chunks).toString('utf8'),
    header: (name) => {
      const value = message.headers[name.toLowerCase()];
      return Array.isArray(value) ? value[0] : value;
    },
  };
}
