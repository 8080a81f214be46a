import { z } from 'zod';
import { parseJson } from '../http/faults';
import { postJson } from '../http/post-json';
import { parseDuration } from './parse-duration';
import { MAX_OFFSET_MS, type SandboxClock } from './sandbox-clock';

export interface AdvanceConfig {
  /** Told the target offset; steps through everything due and calls `PUT /clock` for each step. */
  readonly callbackUrl?: string | undefined;
  readonly secret: string;
  /** How long the product may take for everything that comes due on the way. */
  readonly callbackTimeoutMs: number;
}

export type Advanced = { ok: true } | { ok: false; status: 409 | 422 | 502; sentence: string };

const advanceRequest = z.union([
  z.strictObject({ byMs: z.number().int().min(1).max(MAX_OFFSET_MS) }),
  z.strictObject({ by: z.string() }),
  z.strictObject({ to: z.iso.datetime({ offset: true }) }),
]);

const HOW =
  'Send { "byMs": 3600000 }, { "by": "P1D" } (weeks, days, hours, minutes, seconds) or { "to": "2027-01-31T09:00:00Z" }.';

/** Moves the whole system forward, one advance at a time: two targets at once would have no defined order of events. */
export class ClockAdvance {
  private running = false;

  constructor(
    private readonly clock: SandboxClock,
    private readonly config: AdvanceConfig
  ) {}

  async advance(body: unknown): Promise<Advanced> {
    const target = this.target(body);
    if (target === undefined) return { ok: false, status: 422, sentence: HOW };
    if (target > MAX_OFFSET_MS)
      return { ok: false, status: 422, sentence: 'The clock moves at most 20 years ahead of real time.' };
    if (target < this.clock.offsetMs) return { ok: false, status: 409, sentence: 'Time only goes forward.' };
    if (this.running)
      return { ok: false, status: 409, sentence: 'The clock is being moved already; wait for that call.' };
    this.running = true;
    try {
      const failure = await this.tellProduct(target);
      if (failure !== undefined) return { ok: false, status: 502, sentence: failure };
      await this.clock.moveTo(Math.max(target, this.clock.offsetMs));
      return { ok: true };
    } finally {
      this.running = false;
    }
  }

  private target(body: unknown): number | undefined {
    const parsed = advanceRequest.safeParse(body);
    if (!parsed.success) return undefined;
    if ('byMs' in parsed.data) return this.clock.offsetMs + parsed.data.byMs;
    if ('to' in parsed.data) return Date.parse(parsed.data.to) - Date.now();
    const by = parseDuration(parsed.data.by);
    return by === undefined ? undefined : this.clock.offsetMs + by;
  }

  /** Returns a sentence when the product did not follow. */
  private async tellProduct(targetOffsetMs: number): Promise<string | undefined> {
    const { callbackUrl, secret, callbackTimeoutMs } = this.config;
    if (callbackUrl === undefined) return undefined;
    try {
      const response = await postJson(callbackUrl, JSON.stringify({ targetOffsetMs }), {
        headers: { 'x-sandbox-secret': secret },
        timeoutMs: callbackTimeoutMs,
      });
      if (response.status >= 200 && response.status < 300) return stoppedShort(response.body, targetOffsetMs);
      const said = response.body.slice(0, 500);
      return `The product answered ${response.status} to the call that moves its clock, so time stopped on the way: ${said}`;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return `The product could not be told to move its clock (${reason}). Is its API running at ${callbackUrl}?`;
    }
  }
}

const productAnswer = z.object({ offsetMs: z.number().int(), unsettled: z.array(z.string()).default([]) });

/** A product that is not there yet waits for something: stand-ins that went on without it would live in its future. */
function stoppedShort(body: string, targetOffsetMs: number): string | undefined {
  const answer = productAnswer.safeParse(parseJson(body));
  if (!answer.success || answer.data.offsetMs >= targetOffsetMs) return undefined;
  const waiting = answer.data.unsettled.join(', ').slice(0, 500);
  return `Time stopped on the way, ${targetOffsetMs - answer.data.offsetMs} ms before the target, because this was not done in time: ${waiting}. Look at it and move the clock again.`;
}
