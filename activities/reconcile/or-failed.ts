import type { DriftSubject } from '../../domain/reconcile/drift';
import { GatewayFailure } from '../../gateways/shared/provider-failure';
import { noteDrift } from './note-drift';
import type { PageRun } from './reconcile-deps';

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false };

/**
 * One subject that the other side refuses to show must not keep the others from being compared: it becomes a finding of its own.
 * Whatever may pass is thrown, and the page is tried again.
 */
export async function orFailed<T>(run: PageRun, subject: DriftSubject, read: () => Promise<T>): Promise<Read<T>> {
  try {
    return { ok: true, value: await read() };
  } catch (error) {
    if (!(error instanceof GatewayFailure) || error.kind !== 'refused') throw error;
    await noteDrift(run, {
      kind: 'comparison_failed',
      subject,
      orderId: subject.type === 'order' ? subject.id : null,
      companyId: subject.type === 'company' ? subject.id : null,
      partnerId: null,
      evidence: { reason: error.code },
      repair: null,
    });
    return { ok: false };
  }
}
