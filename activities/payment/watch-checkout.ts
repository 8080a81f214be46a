import { instantMs } from '../../domain/time/calendar';
import { findAttempt } from '../../db/payment/attempts';
import type { Clock } from '../../gateways/clock/clock';
import type { SettleResult, WatchCheckoutInput } from '../../workflows/contracts/order-steps';
import { TryLater } from '../shared/final-failure';
import type { PaymentDeps } from './payment-deps';
import { settlePayment, voidAttempt } from './settle-payment';

export interface WatchDeps extends PaymentDeps {
  readonly clock: Clock;
}

/** A look that is due within this is made now. */
const SLACK_MS = 1_000;

/**
 * Looks at an open page when its times come and closes it at its end. Between the looks it gives its place back and is
 * called again: waiting costs neither a worker's slot nor history. Webhook and return page usually are faster; then it finds
 * the attempt closed.
 */
export const watchCheckout =
  (deps: WatchDeps) =>
  async ({ orderId, attemptNo, looksAt, expiresAt }: WatchCheckoutInput): Promise<SettleResult> => {
    const attempt = await findAttempt(deps.db, orderId, attemptNo);
    if (attempt === null) return { outcome: 'closed' };
    const at = deps.clock.now();
    const step = { orderId, attemptNo, at };
    const isOver = attempt.state !== 'open' || instantMs(at) >= instantMs(expiresAt) - SLACK_MS;
    if (isOver) return attempt.state === 'open' ? voidAttempt(deps)(step) : settlePayment(deps)(step);
    if (isDue(looksAt, at)) {
      const seen = await settlePayment(deps)(step);
      if (seen.outcome !== 'open') return seen;
    }
    throw new TryLater('still_open', 'the page is open and unpaid', nextLookMs({ looksAt, expiresAt, at }));
  };

/** The very first call comes at once, before any look is due. */
function isDue(looksAt: readonly string[], at: string): boolean {
  const [first] = looksAt;
  return first !== undefined && instantMs(at) >= instantMs(first) - SLACK_MS;
}

function nextLookMs({ looksAt, expiresAt, at }: { looksAt: readonly string[]; expiresAt: string; at: string }): number {
  const next = [...looksAt, expiresAt].find((look) => instantMs(look) - SLACK_MS > instantMs(at)) ?? expiresAt;
  return Math.max(SLACK_MS, instantMs(next) - instantMs(at));
}
