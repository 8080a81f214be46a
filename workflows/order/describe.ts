import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { assertNever } from '../../domain/assert';
import type { OrderState } from '../../domain/order/order-state';
import type { Instant } from '../../domain/time/iso-date';
import type { OrderView } from '../contracts/order-contract';
import { SEARCH_ATTRIBUTES } from '../contracts/search-attributes';
import type { Course } from './course';

interface Waiting {
  /** Value of the search attribute. */
  readonly waitingFor: string;
  readonly whoActs: string;
  readonly next: string;
  readonly dueAt: Instant | null;
}

function waitingOf(course: Course): Waiting {
  if (course.parked !== null) {
    return { waitingFor: `resume:${course.parked.step}`, whoActs: 'ops', next: waysOut(course), dueAt: null };
  }
  switch (course.state) {
    case 'awaiting_payment':
      return { ...waitingForMoney(course), dueAt: course.deadlineAt };
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
    case 'awaiting_approval':
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
      next: 'The provider announced money; it is looked up every hour.',
    };
  }
  const attempt = course.liveAttempt;
  return {
    waitingFor: 'payment',
    whoActs: 'buyer',
    next:
      attempt === null
        ? 'No payment page is open. The buyer can press Pay Now until the deadline; then the order expires.'
        : `Payment page ${attempt.no} is open until ${attempt.expiresAt}. The provider is asked unasked, too.`,
  };
}

function waysOut(course: Course): string {
  const ways = ['send the signal `resume` after fixing the cause'];
  if (course.parked?.canGiveUp === true) ways.push('or send the update `cancelOrder`');
  return `Ways out: ${ways.join(' ')}.`;
}

/** A short page that a tired engineer understands; ids, amounts and states only. */
export function detailsOf(course: Course): string {
  const waiting = waitingOf(course);
  const { input, amount, parked } = course;
  const lines = [
    `**${course.state}** – waiting for **${waiting.waitingFor}**, turn of **${waiting.whoActs}**`,
    '',
    `- Order ${course.orderNo ?? '(not recorded yet)'} of company ${input.companyId}, by ${input.method}`,
    `- Total ${amount === null ? input.amountMinor : amount.amountMinor} ${input.currency} (minor units), money in: **${course.paid ? 'all' : 'none'}**`,
    ...(waiting.dueAt === null ? [] : [`- Deadline ${waiting.dueAt}`]),
    ...(parked === null ? [] : [`- Parked at **${parked.step}** since ${parked.since}: ${parked.reason}`]),
    `- Done: ${course.done.length === 0 ? 'nothing yet' : course.done.join(' → ')}`,
    `- Next: ${waiting.next}`,
  ];
  return lines.join('\n');
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
  const waiting = waitingOf(course);
  upsertSearchAttributes([
    { key: SEARCH_ATTRIBUTES.state, value: state },
    { key: SEARCH_ATTRIBUTES.waitingFor, value: waiting.waitingFor },
    { key: SEARCH_ATTRIBUTES.whoActs, value: waiting.whoActs },
    { key: SEARCH_ATTRIBUTES.dueAt, value: waiting.dueAt === null ? null : new Date(waiting.dueAt) },
  ]);
  showDetails(course);
}
