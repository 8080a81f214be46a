import { z } from 'zod';
import type { Handler, Routes } from './router';
import { jsonReply, problemReply } from './reply';
import type { HttpRequest } from './http-request';

const httpFault = z.discriminatedUnion('effect', [
  z.strictObject({ effect: z.literal('cut-before') }),
  z.strictObject({ effect: z.literal('cut-after') }),
  z.strictObject({
    effect: z.literal('status'),
    status: z.number().int().min(400).max(599),
    when: z.enum(['before', 'after']).default('before'),
    retryAfterSeconds: z.number().int().min(0).max(86_400).optional(),
  }),
  z.strictObject({
    effect: z.literal('slow'),
    ms: z.number().int().min(1).max(120_000),
    when: z.enum(['before', 'after']).default('before'),
  }),
]);
export type HttpFault = z.infer<typeof httpFault>;

const faultRequest = z.looseObject({
  match: z
    .strictObject({
      method: z.string().toUpperCase().optional(),
      path: z.string().max(300).optional(),
    })
    .default({}),
  times: z.number().int().min(1).max(100_000).default(1),
});

interface ArmedFault {
  readonly matches: (method: string, path: string) => boolean;
  readonly fault: HttpFault;
  readonly described: unknown;
  left: number;
}

/** A stand-in's own kinds of fault (declines, lost webhooks, refused mails) behind the same call. */
export interface SpecialFaults {
  /** Returns a sentence when the body is malformed, undefined when it was taken, 'not-mine' for another kind. */
  arm(body: unknown): { taken: true } | { taken: false; because?: string };
  list(): unknown[];
  clear(): void;
}

const MAX_ARMED = 1000;

/**
 * Faults that a test orders beforehand. They live in memory on purpose: a restarted stand-in behaves well again, so
 * that a fault never outlasts the test that asked for it.
 */
export class Faults {
  private armed: ArmedFault[] = [];

  constructor(private readonly special?: SpecialFaults) {}

  /** The fault that hits this request, used up by one. */
  take(method: string, path: string): HttpFault | undefined {
    const hit = this.armed.find((fault) => fault.matches(method, path));
    if (hit === undefined) return undefined;
    hit.left -= 1;
    this.armed = this.armed.filter((fault) => fault.left > 0);
    return hit.fault;
  }

  readonly routes: Routes = {
    'GET /_sandbox/faults': () => jsonReply(200, { faults: this.list() }),
    'POST /_sandbox/faults': (request) => this.add(request),
    'DELETE /_sandbox/faults': () => {
      this.armed = [];
      this.special?.clear();
      return jsonReply(200, { faults: [] });
    },
  };

  private list(): unknown[] {
    const own = this.armed.map((fault) => ({ fault: fault.described, left: fault.left }));
    return [...own, ...(this.special?.list() ?? [])];
  }

  private readonly add: Handler = (request: HttpRequest) => {
    const body = parseJson(request.body);
    const special = this.special?.arm(body) ?? { taken: false };
    if (special.taken) return jsonReply(201, { faults: this.list() });
    if (special.because !== undefined) return problemReply(422, 'Not a fault', special.because);
    const common = faultRequest.safeParse(body);
    if (!common.success) return problemReply(422, 'Not a fault', z.prettifyError(common.error));
    const { match, times, ...rest } = common.data;
    const fault = httpFault.safeParse(rest);
    if (!fault.success) return problemReply(422, 'Not a fault', z.prettifyError(fault.error));
    if (this.armed.length >= MAX_ARMED) return problemReply(429, 'Too many faults', 'DELETE /_sandbox/faults first.');
    const matches = requestMatcher(match);
    if (matches === undefined) return problemReply(422, 'Not a fault', 'match.path is not a valid regular expression.');
    this.armed.push({ matches, fault: fault.data, described: body, left: times });
    return jsonReply(201, { faults: this.list() });
  };
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A path beginning with `/` is a prefix, anything else a regular expression. */
function requestMatcher(match: {
  method?: string | undefined;
  path?: string | undefined;
}): ArmedFault['matches'] | undefined {
  const fits = pathMatcher(match.path);
  if (fits === undefined) return undefined;
  return (method, path) => (match.method === undefined || match.method === method) && fits(path);
}

function pathMatcher(wanted: string | undefined): ((path: string) => boolean) | undefined {
  if (wanted === undefined) return () => true;
  if (wanted.startsWith('/')) return (path) => path.startsWith(wanted);
  try {
    const pattern = new RegExp(wanted);
    return (path) => pattern.test(path);
  } catch {
    return undefined;
  }
}
