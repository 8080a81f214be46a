import { ActivityFailure, setCurrentDetails } from '@temporalio/workflow';
import { assertNever } from '../../domain/assert';
import type { AftercareItem, PlannedRefund } from '../contracts/aftercare-steps';
import { endAsLookUp } from '../shared/end-as-look-up';
import { failureReason } from '../shared/failure-reason';
import type { WorkflowClock } from '../shared/now';
import { moving, ordinary, provisioning } from '../shared/steps';

/** Providers settle a return within days; after this a person asks what became of it. */
const LONGEST_PENDING_MS = 10 * 24 * 60 * 60_000;

export interface AtWork {
  readonly orderId: string;
  readonly clock: WorkflowClock;
  /** Since when this run has been looking at what is on its way. */
  readonly pendingSinceMs: number;
}

/**
 * `next`: it led to something that has to be planned. `pending`: the provider has agreed, and is asked again later. `over`:
 * done, or in front of a person.
 */
export type ItemOutcome = 'next' | 'pending' | 'over';

export function workOn(work: AtWork, item: AftercareItem): Promise<ItemOutcome> {
  switch (item.kind) {
    case 'begin_refund':
      return begin(work, item.orderRefundId);
    case 'send_refund':
      return send(work, item);
    case 'conclude_refund':
      return conclude(work, item.orderRefundId);
    case 'end_capacity':
      return endCapacity(work, item.orderRefundId);
    case 'correct_invoice':
      return correct(work, item.correctionId);
    case 'release_order':
      return release(work, item.orderRefundId);
    default:
      return assertNever(item);
  }
}

async function begin(work: AtWork, orderRefundId: string): Promise<ItemOutcome> {
  show('A refund begins.');
  try {
    await ordinary.beginRefund.executeWithOptions({ summary: 'Begin the refund' }, [inputOf(work, orderRefundId)]);
    return 'next';
  } catch (error) {
    return stop(work, orderRefundId, error);
  }
}

async function send(work: AtWork, { refundId, provider, moneyStepMs, isAwaited }: PlannedRefund): Promise<ItemOutcome> {
  const input = { orderId: work.orderId, refundId };
  const isOverdue = work.clock.nowMs() - work.pendingSinceMs > LONGEST_PENDING_MS;
  show(`Money goes back by ${provider}; what the provider has agreed to is looked up again until it is done.`);
  try {
    const { outcome } = await endAsLookUp(moneyStepMs, ({ isLate, scheduleToCloseTimeout }) =>
      moving.sendRefund.executeWithOptions(
        { summary: `Send money back by ${provider}${isLate ? ' (out of time)' : ''}`, scheduleToCloseTimeout },
        [{ ...input, at: work.clock.now(), isLate }]
      )
    );
    if (outcome === 'pending') {
      if (!isOverdue) return 'pending';
    } else return outcome === 'done' && isAwaited ? 'next' : 'over';
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
  }
  await ordinary.reportStuckRefund.executeWithOptions({ summary: 'Ask a person to see to the return' }, [
    { ...input, at: work.clock.now() },
  ]);
  return 'over';
}

async function conclude(work: AtWork, orderRefundId: string): Promise<ItemOutcome> {
  show('The money is back; the credit note is issued.');
  try {
    await ordinary.concludeRefund.executeWithOptions({ summary: 'Issue the credit note, close the refund' }, [
      inputOf(work, orderRefundId),
    ]);
    return 'next';
  } catch (error) {
    return stop(work, orderRefundId, error);
  }
}

/** The money is settled by now: capacity that Workplace does not take back is a person's matter, and stops nothing. */
async function endCapacity(work: AtWork, orderRefundId: string): Promise<ItemOutcome> {
  show('Capacity that was refunded ends at Workplace.');
  try {
    await provisioning.endCapacity.executeWithOptions({ summary: 'End the refunded capacity at Workplace' }, [
      inputOf(work, orderRefundId),
    ]);
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    await ordinary.reportCapacityLeft.executeWithOptions({ summary: 'Ask a person to end the capacity' }, [
      { ...inputOf(work, orderRefundId), reason: failureReason(error) },
    ]);
  }
  return 'over';
}

async function release(work: AtWork, orderRefundId: string): Promise<ItemOutcome> {
  show('A refund was withdrawn; the order goes back to where it was.');
  await ordinary.releaseOrder.executeWithOptions({ summary: 'Put the order back to where it was' }, [
    inputOf(work, orderRefundId),
  ]);
  return 'over';
}

async function correct({ orderId, clock }: AtWork, correctionId: string): Promise<ItemOutcome> {
  show('The invoice is credited and made out anew; no money moves.');
  try {
    await ordinary.correctInvoice.executeWithOptions({ summary: 'Credit the invoice, issue it anew' }, [
      { orderId, correctionId, at: clock.now() },
    ]);
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    await ordinary.refuseCorrection.executeWithOptions({ summary: 'Give the correction up, tell finance' }, [
      { orderId, correctionId, at: clock.now(), reason: failureReason(error) },
    ]);
  }
  return 'over';
}

async function stop(work: AtWork, orderRefundId: string, error: unknown): Promise<ItemOutcome> {
  if (!(error instanceof ActivityFailure)) throw error;
  await ordinary.parkRefund.executeWithOptions({ summary: 'Put the refund in front of a person' }, [
    { ...inputOf(work, orderRefundId), reason: failureReason(error) },
  ]);
  return 'over';
}

function inputOf({ orderId, clock }: AtWork, orderRefundId: string) {
  return { orderId, orderRefundId, at: clock.now() };
}

export function show(next: string): void {
  setCurrentDetails(`Aftercare of the order's money. ${next}`);
}
