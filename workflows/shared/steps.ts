import { isCancellation, proxyActivities, proxyLocalActivities, TemporalFailure } from '@temporalio/workflow';
import type { Activities } from '../../activities/create-activities';
import { compare, dbWrite, dbWriteLocal, mail, moneyMove, providerRead, provision } from './activity-options';

export const local = proxyLocalActivities<Activities>(dbWriteLocal);
export const ordinary = proxyActivities<Activities>(dbWrite);
export const reading = proxyActivities<Activities>(providerRead);
export const moving = proxyActivities<Activities>(moneyMove);
export const provisioning = proxyActivities<Activities>(provision);
export const comparing = proxyActivities<Activities>(compare);
export const mailing = proxyActivities<Activities>(mail);

/**
 * Runs a short database step inside the workflow task and, when that does not get through in 5 s, as an ordinary activity:
 * visible, and repeated until the database is back (design §3). A local activity that gives up throws its own failure and no
 * `ActivityFailure`, so a refusal for good is repeated once as well: its row in the history shows what refused, and callers
 * meet one kind of error.
 */
export async function localFirst<T>(inTask: () => Promise<T>, asOrdinary: () => Promise<T>): Promise<T> {
  try {
    return await inTask();
  } catch (error) {
    if (!(error instanceof TemporalFailure) || isCancellation(error)) throw error;
    return asOrdinary();
  }
}
