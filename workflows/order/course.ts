import { assertNever } from '../../domain/assert';
import type { Money } from '../../domain/money/money';
import type { PaymentMethod } from '../../domain/order/order-kind';
import type { OrderState } from '../../domain/order/order-state';
import type { ProviderName } from '../../domain/payment/provider-name';
import type { Instant } from '../../domain/time/iso-date';
import type { OrderInput, PaymentHint, PlaceResult } from '../contracts/order-contract';
import type { OrderTiming, ReminderDue, SettleResult } from '../contracts/order-steps';
import { WorkflowClock } from '../shared/now';
import type { Wish } from './wishes';

/** One page of the provider. An attempt of unknown outcome counts as live until it was looked up and voided. */
export interface Attempt {
  readonly no: number;
  readonly provider: ProviderName;
  checkoutId: string | null;
  live: boolean;
  readonly expiresAt: Instant;
  /** What the watch over the page said at its end; taken over by the main loop. */
  report: SettleResult | null;
  /** The watch ended without an answer: the page is closed by hand. */
  watchBroke: boolean;
  /** Whether an activity looks after the page; otherwise the main loop closes it at its end. */
  watching: boolean;
  /** The provider says that its money is on the way but not settled: when to ask again. */
  nextLookAt: Instant | null;
  /** How long after that look the next one is due. */
  lookAfterMs: number;
}

export interface Parking {
  readonly step: string;
  readonly reason: string;
  readonly since: Instant;
  readonly back: OrderState;
  /**
   * Who gets the order out: `ops` by resuming; with `ops_or_buyer` a buyer may also cancel or change the method, since no money
   * is in; a part-paid order is the account manager's, by one of the steps of `PERSON_STEPS`.
   */
  readonly waysOut: 'ops' | 'ops_or_buyer' | 'account_manager';
}

/** A provider page can be hinted at by anybody who knows its return address: looks for hints are counted. */
const MOST_HINTED_LOOKS = 100;
const MOST_WAITING_HINTS = 50;

/** Everything the order's workflow knows; handlers add wishes to it, the main loop acts on them. */
export class Course {
  readonly clock: WorkflowClock;
  state: OrderState = 'awaiting_payment';
  /** Since when the order has been in this state, or waits for this. */
  since: Instant;
  method: PaymentMethod;
  orderNo: string | null = null;
  amount: Money | null = null;
  deadlineAt: Instant | null = null;
  timing: OrderTiming | null = null;
  /** Bank money on the order, and what is still missing; minor units. */
  receivedMinor = 0;
  openMinor: number | null = null;
  approvalSince: Instant | null = null;
  reminders: readonly ReminderDue[] = [];

  readonly attempts: Attempt[] = [];
  hints: PaymentHint[] = [];
  lookWanted = false;
  private hintedLooks = 0;

  paid = false;
  /** Number of the page that the money came by; null for none, or another way. */
  paidBy: number | null = null;
  /** The page that money of another amount, currency or order came by: a person decides, nobody cancels. */
  strange: Attempt | null = null;
  /** A page is being opened: whoever presses Pay Now meanwhile is told so at once. */
  opening = false;
  ended = false;
  /** Fulfilment has come to its end, its mail included. */
  fulfilled = false;
  /** A person refunds the parked order: nothing more happens here. */
  left = false;
  parked: Parking | null = null;
  resumes = 0;
  /** Who sent the last `resume`; null from the Web UI. */
  resumedBy: string | null = null;
  readonly done: string[] = [];

  placed: PlaceResult | null = null;
  readonly wishes: Wish[] = [];
  private inHand: Wish | null = null;

  constructor(readonly input: OrderInput) {
    this.clock = new WorkflowClock(input.clockOffsetMs);
    this.since = this.clock.now();
    this.method = input.method;
  }

  get liveAttempt(): Attempt | null {
    return this.attempts.find((attempt) => attempt.live) ?? null;
  }

  /** Whether the page is the one that paid the order: whatever is said of it, it is the same money. */
  isPaidBy(attempt: Attempt | null): boolean {
    return this.paid && attempt !== null && attempt.no === this.paidBy;
  }

  /** The page that a hint names; providers may give the same id. */
  attemptOf({ provider, checkoutId }: PaymentHint): Attempt | null {
    return this.attempts.find((attempt) => attempt.provider === provider && attempt.checkoutId === checkoutId) ?? null;
  }

  /** Money is on its way but not settled: the deadline holds, and nobody cancels. */
  get moneyAnnounced(): boolean {
    return this.liveAttempt?.nextLookAt != null;
  }

  /** Whether the order still waits for its money, or for somebody to approve it. */
  get awaitsMoney(): boolean {
    return !this.paid && !this.ended;
  }

  /** Whether a wish can still be heard; otherwise it is answered at once, without a step. */
  accepts(kind: Wish['kind']): boolean {
    if (!this.awaitsMoney || this.strange !== null) return false;
    switch (kind) {
      case 'step':
        return this.parked === null || this.parked.waysOut === 'account_manager';
      case 'payNow':
        return this.parked === null && this.state !== 'awaiting_approval';
      case 'cancel':
      case 'changeMethod':
        if (this.state === 'awaiting_approval') return false;
        return this.parked === null || this.parked.waysOut === 'ops_or_buyer';
      default:
        return assertNever(kind);
    }
  }

  addHint(hint: PaymentHint | null): void {
    if (hint === null || this.hints.length >= MOST_WAITING_HINTS) return;
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

  /** Takes the oldest wish; it is in hand until the next one is. */
  takeWish(): Wish | null {
    this.inHand = this.wishes.shift() ?? null;
    return this.inHand;
  }

  /**
   * An update that nobody answers takes one of the few places that a workflow has: those that a parking cannot serve are
   * answered when it begins, the one in hand too.
   */
  answerUnserved(): void {
    const isServed = ({ kind }: Wish): boolean => kind === 'cancel' || kind === 'changeMethod';
    const unserved = [this.inHand, ...this.wishes].filter((wish) => wish !== null).filter((wish) => !isServed(wish));
    for (const wish of unserved) tooLate(wish, this.state);
    this.wishes.splice(0, Infinity, ...this.wishes.filter(isServed));
  }

  /** Everybody who still waits hears that it is too late. */
  answerWaiting(): void {
    for (const wish of this.wishes.splice(0)) tooLate(wish, this.state);
  }

  /** A page whose watch has something to say. */
  get watchEnded(): Attempt | null {
    return this.attempts.find(({ report, watchBroke }) => report !== null || watchBroke) ?? null;
  }
}

function tooLate(wish: Wish, state: OrderState): void {
  switch (wish.kind) {
    case 'cancel':
      wish.answer ??= { outcome: 'too_late', state };
      return;
    case 'payNow':
      wish.answer ??= { outcome: 'wrong_state', state };
      return;
    case 'changeMethod':
    case 'step':
      wish.answer ??= { outcome: 'refused', code: 'wrong_state', state };
      return;
    default:
      assertNever(wish);
  }
}
