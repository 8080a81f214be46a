import type { Instant } from '../../domain/time/iso-date';
import type { Course } from './course';

export interface Turn {
  readonly at: Instant;
  /** Stands beside the timer in the Web UI. */
  readonly summary: string;
}

/**
 * When the main loop has something to do by itself at the latest; null while only a message or the watch over a page can
 * bring something, so that no timer is spent on it.
 */
export function nextTurn(course: Course): Turn | null {
  const turns = [lookTurn(course), deadlineTurn(course), reminderTurn(course)].filter((turn) => turn !== null);
  const [first, ...others] = turns;
  if (first === undefined) return null;
  return others.reduce((earliest, turn) => (turn.at < earliest.at ? turn : earliest), first);
}

function lookTurn({ liveAttempt, parked }: Course): Turn | null {
  if (liveAttempt === null || parked !== null) return null;
  if (liveAttempt.nextLookAt !== null) {
    return { at: liveAttempt.nextLookAt, summary: 'Next look at the announced money' };
  }
  return liveAttempt.watching ? null : { at: liveAttempt.expiresAt, summary: `End of payment page ${liveAttempt.no}` };
}

/** The deadline stands still while money is announced, while somebody is to approve, and while the order is parked. */
function deadlineTurn({ deadlineAt, state, moneyAnnounced, liveAttempt }: Course): Turn | null {
  if (deadlineAt === null || state !== 'awaiting_payment' || moneyAnnounced) return null;
  // The watch closes its page first and reports, which is a turn of its own.
  if (liveAttempt?.watching === true && liveAttempt.expiresAt <= deadlineAt) return null;
  return { at: deadlineAt, summary: 'Deadline of the order' };
}

function reminderTurn({ reminders }: Course): Turn | null {
  const [next] = reminders;
  return next === undefined ? null : { at: next.at, summary: `Reminder ${next.what}` };
}

/** What is due now, in the order in which it fell due: a reminder before the deadline is sent even when both have passed. */
export function dueNow(course: Course): 'reminder' | 'deadline' | 'look' | null {
  const now = course.clock.now();
  const turns = [
    { what: 'reminder' as const, turn: reminderTurn(course) },
    { what: 'deadline' as const, turn: deadlineTurn(course) },
    { what: 'look' as const, turn: lookTurn(course) },
  ];
  let first: { readonly what: 'reminder' | 'deadline' | 'look'; readonly at: Instant } | null = null;
  for (const { what, turn } of turns) {
    if (turn === null || turn.at > now) continue;
    if (first === null || turn.at < first.at) first = { what, at: turn.at };
  }
  return first?.what ?? null;
}
