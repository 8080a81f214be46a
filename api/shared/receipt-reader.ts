import type { PartnerScope } from '../../db/shared/partner-scope';
import type { ReceiptReader } from '../../db/shared/receipt-reach';
import { can } from '../../domain/access/can';
import type { Caller } from '../http/caller';

/** How far the caller sees bank money. `scope` is what the route's access gives. */
export function receiptReader(scope: PartnerScope, { actor }: Caller): ReceiptReader {
  return {
    scope,
    seesNobodys: can(actor, 'receipt.settleUnmatched') !== 'none',
    seesReceipts: can(actor, 'receipt.view') !== 'none',
  };
}
