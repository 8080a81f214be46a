import type { components, operations } from './schema';

export type Schema<K extends keyof components> = components[K];
export type Operation = keyof operations;
export type AnswerOf<K extends Operation> = operations[K]['answer'];

export interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** What the API says went wrong: a sentence for a person, and the fields that it is about. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fields: readonly FieldError[]
  ) {
    super(message);
  }
}

interface CallOptions<K extends Operation> {
  /** Values of `{name}` in the address. */
  readonly params?: Readonly<Record<string, string>>;
  /** What is undefined or empty is left out. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: operations[K]['body'];
  readonly idempotencyKey?: string;
}

const UNREACHABLE = 'Purser cannot be reached. Check your connection and try again; nothing was lost.';

/** Calls one operation with the session's cookie; no token is ever seen by this code. */
export async function callApi<K extends Operation>(operation: K, options: CallOptions<K> = {}): Promise<AnswerOf<K>> {
  const [method = 'GET', template = ''] = operation.split(' ');
  const response = await fetch(addressOf(template, options.params) + queryOf(options.query), {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(options.idempotencyKey === undefined ? {} : { 'idempotency-key': options.idempotencyKey }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  }).catch(() => {
    throw new ApiProblem(0, 'unreachable', UNREACHABLE, []);
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw problemOf(response.status, answer);
  return answer as AnswerOf<K>;
}

/** Uploads a file as it is; its type is what the browser says, and is checked by content at the API. */
export async function uploadEvidence(file: File): Promise<Schema<'Evidence'>> {
  const response = await fetch(`/v1/evidence${queryOf({ fileName: file.name.slice(-120) })}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { accept: 'application/json', 'content-type': file.type },
    body: file,
  }).catch(() => {
    throw new ApiProblem(0, 'unreachable', UNREACHABLE, []);
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw problemOf(response.status, answer);
  return answer as Schema<'Evidence'>;
}

/** Ends the session; the only call of the portal without an answer. */
export async function signOut(): Promise<void> {
  await fetch('/v1/sessions/current', { method: 'DELETE', credentials: 'same-origin' });
}

function addressOf(template: string, params: Readonly<Record<string, string>> = {}): string {
  return template.replace(/\{(\w+)\}/g, (_match, name: string) => encodeURIComponent(params[name] ?? ''));
}

function queryOf(query: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => (entry[1] ?? '') !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

const SIGNED_OUT =
  'Your session has ended. Sign in again in another window, then come back and try again: what you typed is still here.';

function problemOf(status: number, answer: unknown): ApiProblem {
  const problem = typeof answer === 'object' && answer !== null ? (answer as Partial<Schema<'Problem'>>) : {};
  if (problem.code === 'not_signed_in') return new ApiProblem(status, problem.code, SIGNED_OUT, []);
  const fallback = 'Something went wrong at Purser. Try again in a moment.';
  return new ApiProblem(status, problem.code ?? 'unknown', problem.detail ?? fallback, problem.errors ?? []);
}
