import type { HttpRequest } from './http-request';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly idempotencyKey: string | null;
  readonly status: number;
  readonly at: string;
}

const KEPT = 1000;

/** The newest requests with their decoded parameters, for checks against the provider's schema. Never holds credentials. */
export class RequestLog {
  private readonly seen: SeenRequest[] = [];

  constructor(
    /** The header in which the provider takes an idempotency key. */
    private readonly keyHeader: string
  ) {}

  add(entry: { request: HttpRequest; input: Readonly<Record<string, unknown>>; status: number; at: string }): void {
    const { method, path } = entry.request;
    const idempotencyKey = entry.request.header(this.keyHeader) ?? null;
    this.seen.push({ method, path, input: entry.input, idempotencyKey, status: entry.status, at: entry.at });
    if (this.seen.length > KEPT) this.seen.shift();
  }

  all(): readonly SeenRequest[] {
    return this.seen;
  }
}
