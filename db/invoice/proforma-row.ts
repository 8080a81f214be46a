import type { ProformaBody } from '../../domain/invoice/proforma-body';
import type { Db } from '../shared/connection';
import { withinScope, type PartnerScope } from '../shared/partner-scope';

/** An issued proforma; the body never changes. */
export interface Proforma {
  readonly proformaId: string;
  readonly orderId: string;
  readonly proformaNo: string;
  readonly body: ProformaBody;
}

export interface StoredProforma {
  proforma_id: string;
  order_id: string;
  proforma_no: string;
  body: ProformaBody;
}

/** An order has one at most. */
export async function readProformaOfOrder(db: Db, orderId: string): Promise<Proforma | null> {
  const row = await db<StoredProforma>('proformas').where({ order_id: orderId }).first();
  return row === undefined ? null : toProforma(row);
}

/** By order id or number. Undefined for an order outside the scope as for none at all, null for one without a proforma. */
export async function findProforma(
  db: Db,
  scope: PartnerScope,
  orderRef: string
): Promise<Proforma | null | undefined> {
  const query = db('orders')
    .leftJoin('proformas as p', 'p.order_id', 'orders.order_id')
    .where(orderRef.startsWith('ORD-') ? 'orders.order_no' : 'orders.order_id', orderRef)
    .first<StoredProforma | { proforma_id: null } | undefined>(
      'p.proforma_id',
      'p.order_id',
      'p.proforma_no',
      'p.body'
    );
  const row = await withinScope(query, 'orders.partner_id', scope);
  if (row === undefined) return undefined;
  return row.proforma_id === null ? null : toProforma(row);
}

export function toProforma(row: StoredProforma): Proforma {
  return { proformaId: row.proforma_id, orderId: row.order_id, proformaNo: row.proforma_no, body: row.body };
}
