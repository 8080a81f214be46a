import { ActivityFailure, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/create-activities';
import { dbWrite, dbWriteLocal, mail, moneyMove, providerRead, provision } from './activity-options';
import { isFinalRefusal } from './failure-reason';

export const local = proxyLocalActivities<Activities>(dbWriteLocal);
export const ordinary = proxyActivities<Activities>(dbWrite);
export const reading = proxyActivities<Activities>(providerRead);
export const moving = proxyActivities<Activities>(moneyMove);
export const provisioning = proxyActivities<Activities>(provision);
export const mailing = proxyActivities<Activities>(mail);

/**
 * Runs a short database step inside the workflow task and, when that does not get through in 5 s, as an ordinary
 * activity: visible, and repeated until the database is back (design §3).
 */
export async function localFirst<T>(inTask: () => Promise<T>, asOrdinary: () => Promise<T>): Promise<T> {
  try {
    return await inTask();
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isFinalRefusal(error)) throw error;
    return asOrdinary();
  }
}
