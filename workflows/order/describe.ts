import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { assertNever } from '../../domain/assert';
import { formatMoney } from '../../domain/money/format-money';
import { isCurrency, money } from '../../domain/money/money';
import type { OrderState } from '../../domain/order/order-state';
import type { Instant } from '../../domain/time/iso-date';
import type { OrderView } from '../contracts/order-contract';
import { SEARCH_ATTRIBUTES } from '../contracts/search-attributes';
import type { Course, Parking } from './course';

interface Waiting {
  /** Value of the search attribute. */
  readonly waitingFor: string;
  readonly whoActs: string;
  readonly next: string;
  readonly dueAt: Instant | null;
}

function waitingOf(course: Course): Waiting {
  if (course.parked !== null) return parkedWaiting(course, course.parked);
  switch (course.state) {
    case 'awaiting_payment':
      return { ...waitingForMoney(course), dueAt: course.deadlineAt };
    case 'awaiting_approval':
      return {
        waitingFor: 'approval',
        whoActs: 'finance',
        next: `All bank money is in since ${course.approvalSince ?? 'now'}; a second person approves or rejects it in the console. Approvers are reminded daily, the deadline stands still.`,
        dueAt: null,
      };
    case 'fulfilling':
      return {
        waitingFor: 'fulfilment',
        whoActs: 'purser',
        next: 'Each step is repeated until it succeeds.',
        dueAt: null,
      };
    case 'completed':
      return {
        waitingFor: 'mail',
        whoActs: 'purser',
        next: 'The invoice mail is retried for 3 days, then a task.',
        dueAt: null,
      };
    case 'cancelled':
    case 'expired':
    case 'refunded':
    case 'partially_refunded':
      return { waitingFor: 'nothing', whoActs: 'nobody', next: 'Nothing: the order has ended.', dueAt: null };
    case 'needs_attention':
    case 'refunding':
      return { waitingFor: 'person', whoActs: 'ops', next: 'A person decides.', dueAt: null };
    default:
      return assertNever(course.state);
  }
}

function waitingForMoney(course: Course): Omit<Waiting, 'dueAt'> {
  if (course.moneyAnnounced) {
    return {
      waitingFor: 'settlement',
      whoActs: 'provider',
      next: 'The provider announced money; it is looked up after an hour, two, four … and then every day.',
    };
  }
  return course.method === 'offline' ? waitingForTransfer(course) : waitingForBuyer(course);
}

function waitingForTransfer(course: Course): Omit<Waiting, 'dueAt'> {
  const { receivedMinor, openMinor, reminders } = course;
  const [reminder] = reminders;
  const then = reminder === undefined ? '' : ` Next reminder (${reminder.what}) at ${reminder.at}.`;
  return {
    waitingFor: 'bank_transfer',
    whoActs: 'account_manager',
    next:
      receivedMinor === 0
        ? `The account manager records the bank transfer when it is on the statement.${then}`
        : `Part of the money is in, ${inWords(course, openMinor)} is open: the account manager records the rest or closes a small shortfall.${then}`,
  };
}

function waitingForBuyer(course: Course): Omit<Waiting, 'dueAt'> {
  const attempt = course.liveAttempt;
  return {
    waitingFor: 'payment',
    whoActs: 'buyer',
    next:
      attempt === null
        ? 'No payment page is open. The buyer can press Pay Now or change the method until the deadline; then the order expires.'
        : `Payment page ${attempt.no} is open until ${attempt.expiresAt}. The provider is asked unasked, too.`,
  };
}

function parkedWaiting(course: Course, { step, waysOut }: Parking): Waiting {
  switch (waysOut) {
    case 'account_manager':
      return {
        waitingFor: 'part_paid',
        whoActs: 'account_manager',
        next: `The deadline has passed with bank money on the order; ${inWords(course, course.openMinor)} is open. Ways out, in the console: record the rest, wait longer (prolong), close the shortfall, or return the money and cancel.`,
        dueAt: null,
      };
    case 'ops':
      return {
        waitingFor: `resume:${step}`,
        whoActs: 'ops',
        next: 'Way out: send the signal `resume` after fixing the cause.',
        dueAt: null,
      };
    case 'ops_or_buyer':
      return {
        waitingFor: `resume:${step}`,
        whoActs: 'ops',
        next: 'Ways out: send the signal `resume` after fixing the cause, or the update `cancelOrder`; the buyer may change the method.',
        dueAt: null,
      };
    default:
      return assertNever(waysOut);
  }
}

/** A short page that a tired engineer understands; ids, amounts and states only. */
export function detailsOf(course: Course): string {
  const waiting = waitingOf(course);
  const { input, amount, parked } = course;
  const lines = [
    `**${course.state}** – waiting for **${waiting.waitingFor}** since ${course.since}, turn of **${waiting.whoActs}**`,
    '',
    `- Order ${course.orderNo ?? '(not recorded yet)'} of company ${input.companyId}, by ${course.method}`,
    `- Total ${inWords(course, amount?.amountMinor ?? input.amountMinor)}, money in: **${moneyIn(course)}**`,
    ...(waiting.dueAt === null ? [] : [`- Deadline ${waiting.dueAt}`]),
    ...(parked === null ? [] : [`- Parked at **${parked.step}** since ${parked.since}: ${parked.reason}`]),
    `- Done: ${course.done.length === 0 ? 'nothing yet' : course.done.join(' → ')}`,
    `- Next: ${waiting.next}`,
  ];
  return lines.join('\n');
}

function moneyIn(course: Course): string {
  const { paid, receivedMinor, openMinor } = course;
  if (paid) return 'all';
  if (receivedMinor === 0) return 'none';
  const received = inWords(course, receivedMinor);
  return openMinor === 0 ? `${received}, all of it` : `${received}, ${inWords(course, openMinor)} open`;
}

/** `USD 53,045.45`. */
function inWords({ amount, input }: Course, minor: number | null): string {
  const currency = amount?.currency ?? input.currency;
  return isCurrency(currency) ? formatMoney(money(minor ?? 0, currency), 'en') : `${minor ?? 0} ${currency}`;
}

export function viewOf(course: Course): OrderView {
  const waiting = waitingOf(course);
  return {
    orderId: course.input.orderId,
    orderNo: course.orderNo,
    state: course.state,
    waitingFor: waiting.waitingFor,
    whoActs: waiting.whoActs,
    dueAt: waiting.dueAt,
    done: [...course.done],
  };
}

export function showDetails(course: Course): void {
  setCurrentDetails(detailsOf(course));
}

/** One upsert for each change of state; the values at start come with the start. */
export function moveTo(course: Course, state: OrderState): void {
  course.state = state;
  course.since = course.clock.now();
  const waiting = waitingOf(course);
  upsertSearchAttributes([
    { key: SEARCH_ATTRIBUTES.state, value: state },
    { key: SEARCH_ATTRIBUTES.waitingFor, value: waiting.waitingFor },
    { key: SEARCH_ATTRIBUTES.whoActs, value: waiting.whoActs },
    { key: SEARCH_ATTRIBUTES.channel, value: course.method },
    { key: SEARCH_ATTRIBUTES.dueAt, value: waiting.dueAt === null ? null : new Date(waiting.dueAt) },
  ]);
  showDetails(course);
}
