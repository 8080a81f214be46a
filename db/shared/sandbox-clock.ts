import type { Db } from './connection';

/** Milliseconds that business time is ahead of real time; 0 when the clock was never moved. */
export async function readClockOffset(db: Db): Promise<number> {
  const row = await db('sandbox_clock').first<{ offset_ms: number } | undefined>('offset_ms');
  return row?.offset_ms ?? 0;
}
