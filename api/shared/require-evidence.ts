import { findEvidence, type EvidenceFile } from '../../db/evidence/evidence-files';
import type { PartnerScope } from '../../db/shared/partner-scope';
import type { ApiDeps } from '../http/api-deps';
import { AppError } from '../http/app-error';
import type { Caller } from '../http/caller';
import { receiptReader } from './receipt-reader';

/** @throws AppError `evidence_not_found`, for a stranger's file as for none at all */
export async function requireEvidence(
  deps: ApiDeps,
  { scope, caller }: { readonly scope: PartnerScope; readonly caller: Caller },
  evidenceId: string
): Promise<EvidenceFile> {
  const { userId } = caller.actor;
  const file = await findEvidence(deps.db, { reader: receiptReader(scope, caller), userId }, evidenceId);
  if (file === null) throw new AppError('evidence_not_found');
  return file;
}
