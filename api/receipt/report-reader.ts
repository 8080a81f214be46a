import type { ReportReader } from '../../db/receipt/receipt-reports';
import type { PartnerScope } from '../../db/shared/partner-scope';
import { can } from '../../domain/access/can';
import type { Caller } from '../http/caller';

/** A distributor sees its own reports: those of the partner's earlier distributor are between that one and the house. */
export function reportReader(scope: PartnerScope, { actor }: Caller): ReportReader {
  return { scope, reportedBy: can(actor, 'receipt.view') === 'none' ? actor.userId : null };
}
