import type { Readable } from 'node:stream';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { AuditSource } from '../../db/audit/write-audit';
import type { IdempotentRequest } from '../../db/shared/idempotency-keys';
import type { PartnerScope } from '../../db/shared/partner-scope';
import type { Capability } from '../../domain/access/capability';
import type { Instant } from '../../domain/time/iso-date';
import type { ApiDeps } from './api-deps';
import type { Caller } from './caller';
import type { ErrorCodeName } from './error-codes';

/**
 * Who may call a route. `public`: anybody. `session`: whoever has signed in, for things of one's own.
 * A capability, or one of several: whoever the rights table gives it to, within the scope that it gives.
 */
export type Access = 'public' | 'session' | Capability | readonly [Capability, ...Capability[]];

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface ResponseSpec {
  readonly description: string;
  /** JSON body. */
  readonly body?: z.ZodType;
  /** Anything that is not JSON. */
  readonly contentType?: string;
}

type DeepReadonly<T> = T extends readonly (infer E)[]
  ? readonly DeepReadonly<E>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

interface ReplyHead<S> {
  readonly status: S;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

type ReplyBody<R> = R extends { readonly body: infer T extends z.ZodType }
  ? { readonly body: DeepReadonly<z.input<T>> }
  : R extends { readonly contentType: string }
    ? { readonly content: string | Buffer | Readable }
    : { readonly body?: undefined };

export type Responses = Readonly<Record<number, ResponseSpec>>;
/** One of the answers that the route declares. */
export type ReplyOf<R extends Responses> = { [S in keyof R]: ReplyHead<S> & ReplyBody<R[S]> }[keyof R];

export interface AnyReply extends ReplyHead<PropertyKey> {
  readonly body?: unknown;
  readonly content?: string | Buffer | Readable;
}

/** Where and when a request came in. */
export interface RequestMeta {
  readonly requestId: string;
  readonly ip: string;
  readonly userAgent: string;
  /** Business time of the request's arrival. */
  readonly at: Instant;
  /** For the audit log. */
  readonly source: AuditSource;
  readonly log: Logger;
  /** For `doOnce`; null on routes that demand no key. */
  readonly underKey: IdempotentRequest | null;
}

export interface HandlerInput<A, P, Q, H, B> {
  readonly params: P;
  readonly query: Q;
  readonly headers: H;
  readonly body: B;
  /** Null on public routes, even for somebody who has signed in. */
  readonly caller: A extends 'public' ? null : Caller;
  /** Whose rows the caller may see here; null on routes without a capability. */
  readonly scope: A extends 'public' | 'session' ? null : PartnerScope;
  readonly meta: RequestMeta;
}

interface RouteFacts {
  readonly method: Method;
  /** Express form, `/v1/orders/:orderId`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /** Refusals beyond those that every route of its form can give. */
  readonly errors?: readonly ErrorCodeName[];
  /** What to answer when an ID in the path has an impossible form. */
  readonly notFound?: ErrorCodeName;
  /** `raw`: the handler gets the unread bytes as a Buffer (webhooks). `form`: an HTML form. */
  readonly bodyKind?: 'json' | 'raw' | 'form';
  /** Of a `raw` body: the media types that are taken; any when left out. */
  readonly mediaTypes?: readonly string[];
  /** Of a `raw` body that may be larger than the 256 kB of all others. */
  readonly maxBodyBytes?: number;
  /** The header `Idempotency-Key` is demanded, and a repeat is given the first answer. */
  readonly idempotent?: true;
  readonly rateLimit?: 'signIn' | 'publicPages';
  /** Only in sandbox mode; elsewhere the route does not exist. */
  readonly sandboxOnly?: true;
}

export interface RouteDefinition<
  A extends Access,
  P extends z.ZodType,
  Q extends z.ZodType,
  H extends z.ZodType,
  B extends z.ZodType,
  R extends Responses,
> extends RouteFacts {
  readonly access: A;
  readonly request?: { readonly params?: P; readonly query?: Q; readonly headers?: H; readonly body?: B };
  readonly responses: R;
  handler(
    input: HandlerInput<A, z.output<P>, z.output<Q>, z.output<H>, z.output<B>>,
    deps: ApiDeps
  ): ReplyOf<R> | Promise<ReplyOf<R>>;
}

/** What a handler is given, whichever route it belongs to. */
export interface AnyInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly headers: unknown;
  readonly body: unknown;
  readonly caller: Caller | null;
  readonly scope: PartnerScope | null;
  readonly meta: RequestMeta;
}

/** A row of the route table, its types forgotten. */
export interface Route extends RouteFacts {
  readonly access: Access;
  readonly request?: {
    readonly params?: z.ZodType;
    readonly query?: z.ZodType;
    readonly headers?: z.ZodType;
    readonly body?: z.ZodType;
  };
  readonly responses: Responses;
  handler(input: AnyInput, deps: ApiDeps): AnyReply | Promise<AnyReply>;
}

/**
 * One route as one object. `access` is demanded, so that an unguarded route is a type error. The shape of a body, query or
 * header that is not declared is `undefined`, and a body or query that comes nevertheless is refused.
 */
export function defineRoute<
  const A extends Access,
  const R extends Responses,
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  H extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
>(definition: RouteDefinition<A, P, Q, H, B, R>): Route {
  return definition;
}
