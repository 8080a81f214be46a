import { GatewayFailure } from '../shared/provider-failure';

export interface WorkplaceRequest {
  readonly method: 'GET' | 'PUT';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface WorkplaceAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  /** `undefined` when the body is no JSON. */
  readonly json: unknown;
}

export interface WorkplaceConnection {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
}

const LARGEST_ANSWER = 64 * 1024;

/**
 * @throws GatewayFailure when no whole answer came: `unknown_outcome` for a PUT, which may have had its effect,
 * `unavailable` for a GET.
 */
export async function askWorkplace(to: WorkplaceConnection, request: WorkplaceRequest): Promise<WorkplaceAnswer> {
  try {
    const response = await fetch(new URL(request.path, to.baseUrl), {
      method: request.method,
      headers: {
        accept: 'application/json, application/problem+json',
        authorization: `Bearer ${to.apiKey}`,
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
        ...request.headers,
      },
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
      // Followed redirects would carry the key to whoever is named there.
      redirect: 'manual',
      signal: AbortSignal.timeout(to.timeoutMs),
    });
    const text = await boundedText(response);
    return { status: response.status, retryAfter: response.headers.get('retry-after'), json: parseJson(text) };
  } catch (error) {
    throw noAnswer(request.method, error);
  }
}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const body: AsyncIterable<unknown> | readonly unknown[] = response.body ?? [];
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('an answer that is not bytes');
    size += chunk.length;
    if (size > LARGEST_ANSWER) throw new RangeError(`an answer of more than ${LARGEST_ANSWER} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function noAnswer(method: 'GET' | 'PUT', cause: unknown): GatewayFailure {
  return method === 'PUT'
    ? new GatewayFailure('unknown_outcome', 'workplace_no_answer', 'Workplace: no answer to a PUT', { cause })
    : new GatewayFailure('unavailable', 'workplace_unavailable', 'Workplace: no answer to a GET', { cause });
}
