import { z } from 'zod';
import type { SpecialFaults } from './faults';

interface Countable {
  readonly times: number;
}

/** Faults of one kind, each used up after its number of hits; they live in memory, as all faults do. */
export class ArmedFaults<F extends Countable> implements SpecialFaults {
  private armed: { fault: F; left: number }[] = [];

  constructor(
    /** How the effects of this kind begin: `smtp-`. */
    private readonly prefix: string,
    private readonly schema: z.ZodType<F>
  ) {}

  arm(body: unknown): { taken: true } | { taken: false; because?: string } {
    if (typeof body !== 'object' || body === null) return { taken: false };
    if (!String(Reflect.get(body, 'effect')).startsWith(this.prefix)) return { taken: false };
    const parsed = this.schema.safeParse(body);
    if (!parsed.success) return { taken: false, because: z.prettifyError(parsed.error) };
    this.armed.push({ fault: parsed.data, left: parsed.data.times });
    return { taken: true };
  }

  list(): unknown[] {
    return this.armed.map(({ fault, left }) => ({ fault, left }));
  }

  clear(): void {
    this.armed = [];
  }

  /** Uses up one hit of the first fault that fits. */
  protected takeFirst(fits: (fault: F) => boolean): F | undefined {
    const hit = this.armed.find(({ fault }) => fits(fault));
    if (hit === undefined) return undefined;
    hit.left -= 1;
    this.armed = this.armed.filter(({ left }) => left > 0);
    return hit.fault;
  }
}
