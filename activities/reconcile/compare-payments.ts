import { markCompared } from '../../db/reconcile/findings';
import { readPaymentSides } from '../../db/reconcile/payment-sides';
import { isProviderName, type ProviderName } from '../../domain/payment/provider-name';
import { paymentOf, paymentSubject } from '../../domain/reconcile/drift';
import { judgePayment } from '../../domain/reconcile/judge-payment';
import type { PaymentView } from '../../gateways/shared/payment-provider';
import { providerOf } from '../shared/provider-of';
import { noteDrift } from './note-drift';
import type { PageRun } from './reconcile-deps';
import { orFailed } from './or-failed';

/** A payment, and what the provider says of it now: null for nothing. */
interface Seen {
  readonly captureId: string;
  readonly view: PaymentView | null;
  readonly wasDisputed: boolean;
}

/** Payments that moved at the provider in the window, whoever asked for them. Returns the next page. */
export async function compareTouchedPayments(
  run: PageRun,
  provider: ProviderName,
  page: string | null
): Promise<string | null> {
  // A vendor may run without it.
  if (run.deps.providers[provider] === undefined) return null;
  const { from, until } = run.window;
  run.providerCalls += 1;
  const { payments, next } = await providerOf(run.deps, provider).listTouchedPayments({ from, until, page });
  const seen = new Map(
    payments.map((view) => [view.captureId, { captureId: view.captureId, view, wasDisputed: false }])
  );
  await comparePayments(run, provider, [...seen.values()]);
  return next;
}

/** Payments by their subjects, each read at its provider; `disputed` are those that an earlier run found contested. */
export async function readAndCompare(
  run: PageRun,
  subjectIds: readonly string[],
  disputed: ReadonlySet<string> = new Set()
): Promise<void> {
  const byProvider = new Map<ProviderName, Seen[]>();
  for (const subjectId of subjectIds) {
    const { provider, captureId } = paymentOf(subjectId);
    if (!isProviderName(provider) || run.deps.providers[provider] === undefined) continue;
    run.providerCalls += 1;
    const read = await orFailed(run, { type: 'payment', id: subjectId }, () =>
      providerOf(run.deps, provider).readPayment(captureId)
    );
    if (!read.ok) continue;
    const seen = byProvider.get(provider) ?? [];
    byProvider.set(provider, [...seen, { captureId, view: read.value, wasDisputed: disputed.has(subjectId) }]);
  }
  for (const [provider, seen] of byProvider) await comparePayments(run, provider, seen);
}

async function comparePayments(run: PageRun, provider: ProviderName, seen: readonly Seen[]): Promise<void> {
  const asked = seen.map(({ captureId, view }) => ({ captureId, namedOrderId: view?.orderId ?? null }));
  const sides = await readPaymentSides(run.deps.db, provider, asked);
  run.compared += seen.length;
  const ids = seen.map(({ captureId }) => paymentSubject(provider, captureId).id);
  await markCompared(run.deps.db, { type: 'payment', ids }, run.runId);
  for (const [no, { here, order, captureId }] of sides.entries()) {
    const { view = null, wasDisputed = false } = seen[no] ?? {};
    const { settleMs } = run.deps.reconcileLimits;
    const drifts = judgePayment({ provider, captureId, there: view, here, order, wasDisputed, at: run.at, settleMs });
    for (const drift of drifts) await noteDrift(run, drift);
  }
}
