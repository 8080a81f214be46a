import type { ActivityOptions, LocalActivityOptions } from '@temporalio/workflow';
import { PRIORITY } from '../contracts/ids';

/**
 * Options by the nature of the effect. What leaves the house beats, so that a killed worker costs seconds
 * instead of a whole `startToClose` (design §3).
 */
const LEAVES_THE_HOUSE = { heartbeatTimeout: '10 s' } as const;

/** A transaction of ours: repeated until the database is back; a week without it is a person's matter. */
export const dbWrite: ActivityOptions = {
  startToCloseTimeout: '15 s',
  scheduleToCloseTimeout: '7 days',
  retry: { initialInterval: '500 ms', backoffCoefficient: 2, maximumInterval: '30 s' },
};

/** The same work inside a workflow task that runs anyway; 5 s in all, then it goes on as `dbWrite`. */
export const dbWriteLocal: LocalActivityOptions = {
  scheduleToCloseTimeout: '5 s',
  startToCloseTimeout: '4 s',
  localRetryThreshold: '5 s',
  retry: { initialInterval: '100 ms', maximumAttempts: 3 },
};

/** Asks a provider and records what it said. */
export const providerRead: ActivityOptions = {
  ...LEAVES_THE_HOUSE,
  startToCloseTimeout: '60 s',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '2 min' },
};

/** Whatever could move money if it were repeated blindly; `scheduleToCloseTimeout` comes from the policies. */
export const moneyMove: ActivityOptions = {
  ...LEAVES_THE_HOUSE,
  startToCloseTimeout: '60 s',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '1 min' },
};

/** Tells Workplace the whole target; harmless to repeat. */
export const provision: ActivityOptions = {
  ...LEAVES_THE_HOUSE,
  startToCloseTimeout: '30 s',
  scheduleToCloseTimeout: '24 h',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '5 min' },
};

/** Hands a mail to the server; `scheduleToCloseTimeout` comes from the policies (3 days). */
export const mail: ActivityOptions = {
  ...LEAVES_THE_HOUSE,
  startToCloseTimeout: '60 s',
  retry: { initialInterval: '5 s', backoffCoefficient: 2, maximumInterval: '1 h' },
};

/**
 * Compares a page of many subjects, each asked for at a provider or at Workplace. Bulk work: it goes after people and machines, and
 * gives up within the hour, so that one side that is away does not keep the others from being compared.
 */
export const compare: ActivityOptions = {
  ...LEAVES_THE_HOUSE,
  startToCloseTimeout: '10 min',
  scheduleToCloseTimeout: '1 h',
  priority: { priorityKey: PRIORITY.bulk },
  retry: { initialInterval: '2 s', backoffCoefficient: 2, maximumInterval: '5 min' },
};
