import type { DriftKind, Repair, SubjectType } from './drift-kind';

/** One disagreement, as it was found. There is one open finding for each kind and subject. */
export interface Drift {
  readonly kind: DriftKind;
  readonly subject: DriftSubject;
  readonly orderId: string | null;
  readonly companyId: string | null;
  readonly partnerId: string | null;
  /** What each side says: ids, amounts, states and times; nothing that a person typed. */
  readonly evidence: Readonly<Record<string, unknown>>;
  /** What is safe in this case; null where it is not, whatever the table says. */
  readonly repair: Repair | null;
}

export interface DriftSubject {
  readonly type: SubjectType;
  /** Of a payment `<provider>:<id there>`, else our own id. */
  readonly id: string;
}

export function paymentSubject(provider: string, captureId: string): DriftSubject {
  return { type: 'payment', id: `${provider}:${captureId}` };
}

export function paymentOf(subjectId: string): { readonly provider: string; readonly captureId: string } {
  const at = subjectId.indexOf(':');
  return { provider: subjectId.slice(0, at), captureId: subjectId.slice(at + 1) };
}
