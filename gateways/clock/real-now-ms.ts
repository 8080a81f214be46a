import type { Clock } from './clock';

/** Real milliseconds since 1970: signatures and other technical times stay real while business time is moved. */
export function realNowMs(clock: Clock): number {
  return Date.parse(clock.now()) - clock.offsetMs();
}
