import type { OrderRemarks } from '../../db/order/order-read-model';
import { writeAudit } from '../../db/audit/write-audit';
import { saveOrderRemarks } from '../../db/order/save-order-remarks';
import { addOrderEvent } from '../../db/shared/order-events';
import { inTransaction } from '../../db/shared/transaction';
import { defineRoute } from '../http/route';
import { orderRefParams, orderSchema, remarksFields } from './order-schemas';
import { requireOrder } from '../shared/require-order';
import { toOrderAnswer } from './to-order-answer';

const FIELDS = [
  'poNumber',
  'customReference',
  'orderOwner',
  'comment',
] as const satisfies readonly (keyof OrderRemarks)[];

export const putRemarks = defineRoute({
  method: 'PUT',
  path: '/v1/orders/:order/remarks',
  access: 'order.remark',
  tag: 'Orders',
  summary: 'Replace the remarks of an order, in any state',
  notFound: 'order_not_found',
  request: { params: orderRefParams, body: remarksFields },
  responses: { 200: { description: 'The order with its new remarks', body: orderSchema } },
  async handler({ params, body, scope, caller, meta }, deps) {
    const order = await requireOrder(deps, scope, params.order);
    const changed = FIELDS.filter((field) => order.remarks[field] !== body[field]);
    if (changed.length > 0) {
      const { orderId } = order;
      const { userId } = caller.actor;
      await inTransaction(deps.db, async (trx) => {
        await saveOrderRemarks(trx, orderId, body, { userId, at: meta.at });
        await addOrderEvent(trx, { orderId, at: meta.at, what: 'remarks_changed', actorId: userId });
        const subject = { type: 'order', id: orderId };
        await writeAudit(trx, {
          at: meta.at,
          source: meta.source,
          what: 'order.remarks_changed',
          subject,
          data: { changed },
        });
      });
    }
    return { status: 200, body: toOrderAnswer({ ...order, remarks: body }, caller, deps) };
  },
});
