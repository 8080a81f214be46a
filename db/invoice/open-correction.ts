import type { Db } from '../shared/connection';

/** Whether the order's invoice is to be made out anew, and has not been yet. */
export async function hasOpenCorrection(db: Db, orderId: string): Promise<boolean> {
  return (await findOpenCorrection(db, orderId)) !== null;
}

/** The id of the order's open correction. */
export async function findOpenCorrection(db: Db, orderId: string): Promise<string | null> {
  const row = await db<{ correction_id: string; order_id: string; state: string }>('invoice_corrections')
    .where({ order_id: orderId, state: 'wanted' })
    .first('correction_id');
  return row?.correction_id ?? null;
}
