import { allocationsOfReceipt } from '../../db/receipt/allocation-read-model';
import { readReceipt, type ReceiptItem } from '../../db/receipt/receipt-read-model';
import { returnsOfReceipt } from '../../db/receipt/return-read-model';
import type { PartnerScope } from '../../db/shared/partner-scope';
import type { ApiDeps } from '../http/api-deps';
import { AppError } from '../http/app-error';
import type { Caller } from '../http/caller';
import { receiptReader } from '../shared/receipt-reader';
import { toReceiptAnswer, type ReceiptAnswer } from './receipt-schemas';

/** Who asks, and how far the route's access lets them see. */
export interface Asking {
  readonly scope: PartnerScope;
  readonly caller: Caller;
}

/** @throws AppError `receipt_not_found`, for a stranger's receipt as for none at all */
export async function requireReceipt(
  deps: ApiDeps,
  { scope, caller }: Asking,
  receiptId: string
): Promise<ReceiptItem> {
  const receipt = await readReceipt(deps.db, receiptReader(scope, caller), receiptId);
  if (receipt === null) throw new AppError('receipt_not_found');
  return receipt;
}

/** The same with everything that its page shows. */
export async function answerReceipt(deps: ApiDeps, asking: Asking, receiptId: string): Promise<ReceiptAnswer> {
  const receipt = await requireReceipt(deps, asking, receiptId);
  const allocations = await allocationsOfReceipt(deps.db, receiptId);
  return toReceiptAnswer(receipt, allocations, await returnsOfReceipt(deps.db, receiptId));
}
