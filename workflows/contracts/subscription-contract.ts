import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Instant } from '../../domain/time/iso-date';
import type { PersonRequest } from './order-contract';

/** The plan of a sleeping subscription; today's code makes a new one for every run. */
export interface SubscriptionInput {
  readonly companyId: string;
  /** null: nothing more is due, the workflow ends. */
  readonly wakeAt: Instant | null;
  readonly what: string;
  /** `row_version` of the subscription that the plan was made from. */
  readonly version: number;
  readonly clockOffsetMs: number | null;
}

export type AutoRenewResult =
  | { readonly outcome: 'on' | 'off' }
  | { readonly outcome: 'refused'; readonly code: 'no_saved_method' | 'not_active' | 'charge_started' };

/** The subscription's facts changed in the database: plan again. */
export const subscriptionChanged = defineSignal('subscriptionChanged');
/** The wish itself stands in `person_requests`. */
export const setAutoRenew = defineUpdate<AutoRenewResult, [PersonRequest]>('setAutoRenew');
