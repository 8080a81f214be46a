import { listUndecidedDisputes, type UndecidedDispute } from '../../db/reconcile/undecided-disputes';
import { isProviderName } from '../../domain/payment/provider-name';
import { paymentSubject } from '../../domain/reconcile/drift';
import { providerOf } from '../shared/provider-of';
import { noteDrift } from './note-drift';
import { orFailed } from './or-failed';
import type { PageRun } from './reconcile-deps';

/**
 * Every dispute that is undecided on record, however old: a lost word of its end would leave its task open, and its loss
 * unasked for. Returns the next page's place.
 */
export async function compareDisputes(run: PageRun, after: string | null): Promise<string | null> {
  const limit = run.deps.reconcileLimits.pageSize;
  const disputes = await listUndecidedDisputes(run.deps.db, { after: after ?? '', limit });
  for (const dispute of disputes) await compareDispute(run, dispute);
  const last = disputes.at(-1);
  return disputes.length === limit && last !== undefined ? last.disputeId : null;
}

async function compareDispute(run: PageRun, dispute: UndecidedDispute): Promise<void> {
  const { provider, captureId, providerDisputeId, disputeId, state, orderId, companyId, partnerId } = dispute;
  if (!isProviderName(provider) || run.deps.providers[provider] === undefined) return;
  const subject = paymentSubject(provider, captureId);
  run.compared += 1;
  run.providerCalls += 1;
  const read = await orFailed(run, subject, () => providerOf(run.deps, provider).listDisputes(captureId));
  if (!read.ok) return;
  const there = read.value.find((view) => view.providerDisputeId === providerDisputeId);
  if (there === undefined || there.state === state) return;
  await noteDrift(run, {
    kind: 'dispute_differs',
    subject,
    orderId,
    companyId,
    partnerId,
    evidence: { provider, captureId, disputeId, providerDisputeId, onRecord: state, atProvider: there.state },
    repair: 'tell_of_payment',
  });
}
