import { setTimeout as pause } from 'node:timers/promises';

import { StartError } from './start-error.mjs';

/**
 * Asks `probe` until it answers something truthy; a probe that throws counts as "not yet".
 * Gives up after `timeoutMs`, or at once when `giveUp` returns a sentence.
 */
export async function waitFor(what, probe, { timeoutMs, everyMs = 50, giveUp = () => undefined }) {
  const deadline = performance.now() + timeoutMs;
  let lastError;
  for (;;) {
    try {
      const answer = await probe();
      if (answer) return answer;
    } catch (error) {
      lastError = error;
    }
    const reason = giveUp();
    if (reason) throw new StartError(reason);
    if (performance.now() > deadline) {
      const detail = lastError instanceof Error ? ` (last answer: ${lastError.message})` : '';
      throw new StartError(`${what}: no success within ${Math.round(timeoutMs / 1000)} s${detail}.`);
    }
    await pause(everyMs);
  }
}

/** GET with a time-out of its own; resolves to true on a 2xx answer. */
export async function answersOk(url, timeoutMs = 2000) {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  await response.arrayBuffer();
  return response.ok;
}
