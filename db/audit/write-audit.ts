import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

/** Who did it and from where. */
export interface AuditSource {
  readonly actorKind: 'user' | 'visitor' | 'system' | 'temporal_ui' | 'provider';
  readonly actorId: string | null;
  readonly ip: string | null;
  readonly requestId: string | null;
}

export interface AuditEntry {
  readonly at: Instant;
  readonly source: AuditSource;
  /** `<subject>.<past event>`, such as `contact.changed`. */
  readonly what: string;
  readonly subject: { readonly type: string; readonly id: string };
  /** No secrets; personal data only where it is the point of the entry. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Appends one row; call it with the transaction of the change itself. */
export async function writeAudit(trx: Db, entry: AuditEntry): Promise<void> {
  await trx('audit_log').insert({
    at: entry.at,
    actor_kind: entry.source.actorKind,
    actor_id: entry.source.actorId,
    ip: entry.source.ip,
    request_id: entry.source.requestId,
    what: entry.what,
    subject_type: entry.subject.type,
    subject_id: entry.subject.id,
    data: JSON.stringify(entry.data ?? {}),
  });
}
