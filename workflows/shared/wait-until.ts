import { condition } from '@temporalio/workflow';
import type { Instant } from '../../domain/time/iso-date';
import type { WorkflowClock } from './now';

/**
 * Waits until `ready` holds or business time reaches `until`; follows a clock that is moved meanwhile.
 * Returns whether `ready` holds. Starts no timer when there is nothing to wait for.
 */
export async function waitUntil(
  clock: WorkflowClock,
  ready: () => boolean,
  wait: { readonly until: Instant; readonly summary: string }
): Promise<boolean> {
  for (;;) {
    const leftMs = Date.parse(wait.until) - clock.nowMs();
    if (ready() || leftMs <= 0) return ready();
    const offset = clock.offsetMs;
    await condition(() => ready() || clock.offsetMs !== offset, leftMs, { summary: wait.summary });
  }
}
