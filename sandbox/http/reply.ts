/** An answer as data, so that it can be stored under an idempotency key, withheld by a fault, or sent. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export function jsonReply(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body, null, 1) };
}

/** RFC 9457. `detail` is the sentence for a human; `extra` carries machine-readable members such as `code`. */
export function problemReply(status: number, title: string, detail: string, extra: object = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify({ type: 'about:blank', title, status, detail, ...extra }),
  };
}

export function redirectReply(location: string): Reply {
  return { status: 303, headers: { location, 'content-type': 'text/plain' }, body: `Go to ${location}\n` };
}
