import type { OrderState } from '../../domain/order/order-state';
import type { Money } from '../../domain/money/money';
import type { Instant } from '../../domain/time/iso-date';
import type { CancelResult, OrderInput, PaymentHint, PayNowResult, PlaceResult } from '../contracts/order-contract';
import type { OrderTiming, SettleResult } from '../contracts/order-steps';
import { WorkflowClock } from '../shared/now';
import type { Waiting } from '../shared/waiting';

/** One page of the provider. An attempt of unknown outcome counts as live until it was looked up and voided. */
export interface Attempt {
  readonly no: number;
  checkoutId: string | null;
  live: boolean;
  readonly expiresAt: Instant;
  /** What the watch over the page said at its end; taken over by the main loop. */
  report: SettleResult | null;
  /** The watch ended without an answer: the page is closed by hand. */
  watchBroke: boolean;
  /** Whether an activity looks after the page; otherwise the main loop closes it at its end. */
  watching: boolean;
  /** Money is announced: when to ask again. */
  nextLookAt: Instant | null;
}

export interface Parking {
  readonly step: string;
  readonly reason: string;
  readonly since: Instant;
  readonly back: OrderState;
  /** Whether a wish to cancel ends the parking; never once money may be in. */
  readonly canGiveUp: boolean;
}

/** A provider page can be hinted at by anybody who knows its return address: looks for hints are counted. */
const MOST_HINTED_LOOKS = 100;
const MOST_WAITING_HINTS = 50;

/** Everything the order's workflow knows; handlers add wishes to it, the main loop acts on them. */
export class Course {
  readonly clock: WorkflowClock;
  state: OrderState = 'awaiting_payment';
  orderNo: string | null = null;
  amount: Money | null = null;
  deadlineAt: Instant | null = null;
  timing: OrderTiming | null = null;

  readonly attempts: Attempt[] = [];
  hints: PaymentHint[] = [];
  lookWanted = false;
  private hintedLooks = 0;

  paid = false;
  /** The provider says that money is on its way but not settled: the deadline holds. */
  moneyAnnounced = false;
  /** Money of another amount, currency or order came in: a person decides, nobody cancels. */
  strangeMoney = false;
  ended = false;
  parked: Parking | null = null;
  resumes = 0;
  /** Who sent the last `resume`; null from the Web UI. */
  resumedBy: string | null = null;
  readonly done: string[] = [];

  placed: PlaceResult | null = null;
  readonly cancels: Waiting<CancelResult>[] = [];
  readonly payNows: Waiting<PayNowResult>[] = [];

  constructor(readonly input: OrderInput) {
    this.clock = new WorkflowClock(input.clockOffsetMs);
  }

  get liveAttempt(): Attempt | null {
    return this.attempts.find((attempt) => attempt.live) ?? null;
  }

  /** Whether the order still waits for its money. */
  get awaitsMoney(): boolean {
    return !this.paid && !this.ended;
  }

  /** Whether Pay Now and cancel can still be heard; otherwise they are answered at once. */
  get acceptsWishes(): boolean {
    return this.awaitsMoney && !this.strangeMoney && (this.parked === null || this.parked.canGiveUp);
  }

  addHint(hint: PaymentHint): void {
    if (this.hints.length >= MOST_WAITING_HINTS) return;
    if (this.hints.some((known) => known.checkoutId === hint.checkoutId)) return;
    this.hints.push(hint);
  }

  /** Takes the oldest hint; null when there is none or when hints have caused enough looks for one order. */
  takeHint(): PaymentHint | null {
    const hint = this.hints.shift() ?? null;
    if (hint === null) return null;
    // Webhooks are signed; only the return address can be called by anybody.
    if (hint.source === 'return' && (this.hintedLooks += 1) > MOST_HINTED_LOOKS) return null;
    return hint;
  }

  answerWaiting(): void {
    for (const waiting of this.cancels.splice(0)) waiting.answer ??= { outcome: 'too_late', state: this.state };
    for (const waiting of this.payNows.splice(0)) waiting.answer ??= { outcome: 'wrong_state', state: this.state };
  }

  /** A page whose watch has something to say. */
  get watchEnded(): Attempt | null {
    return this.attempts.find(({ report, watchBroke }) => report !== null || watchBroke) ?? null;
  }

  /**
   * When the main loop has something to do by itself at the latest; null while the watch over a page is sure to end first,
   * so that no timer is spent on it.
   */
  nextTurnAt(): Instant | null {
    const attempt = this.liveAttempt;
    if (attempt?.nextLookAt != null) return attempt.nextLookAt;
    if (this.deadlineAt === null || this.moneyAnnounced) return null;
    if (attempt === null || this.deadlineAt < attempt.expiresAt) return this.deadlineAt;
    return attempt.watching ? null : attempt.expiresAt;
  }
}
