import type { Database } from '../../db/shared/connection';
import { readOrderFacts } from '../../db/shared/order-facts';
import type { PaymentHint } from '../../workflows/contracts/order-contract';
import { ofMoney, type WorkflowMessages } from '../workflow-messages';

/** The order's own workflow looks at the payment, or its aftercare once that has closed. */
export async function tellOfPayment(
  { db, messages }: { readonly db: Database; readonly messages: WorkflowMessages },
  orderId: string,
  hint: PaymentHint
): Promise<'hinted' | 'aftercare'> {
  if (await messages.hint(orderId, hint)) return 'hinted';
  await messages.moneyHint(ofMoney(await readOrderFacts(db, orderId)), hint);
  return 'aftercare';
}
