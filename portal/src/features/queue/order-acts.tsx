import { useState } from 'react';
import { callApi, type Schema } from '../../shared/api/client';
import { formatMoney } from '../../shared/format/money';
import { dayAfter, endOfDay, formatInstant } from '../../shared/format/time';
import { Field } from '../../shared/ui/field';
import { ReasonDialog } from '../../shared/ui/reason-dialog';
import type { Said } from './outcome-words';

export type Act = 'prolong' | 'shortfall' | 'return';

interface OrderActProps {
  readonly act: Act;
  readonly order: Schema<'Order'>;
  readonly onDone: (said: Said) => void;
  readonly onClose: () => void;
}

/** The acts on the order itself, each with its reason. */
export function OrderAct({ act, order, onDone, onClose }: OrderActProps) {
  const { orderNo, payment } = order;
  const params = { order: order.orderId };
  const done = (text: string) => (): void => onDone({ kind: 'good', text });
  switch (act) {
    case 'prolong':
      return <Prolong order={order} onDone={onDone} onClose={onClose} />;
    case 'shortfall':
      return (
        <ReasonDialog
          title={`Close the shortfall of ${orderNo}`}
          explanation={`${formatMoney(payment.open)} are missing of ${formatMoney(order.totals.gross)}. They are taken for bank charges; the invoice stays whole.`}
          submit="Close the shortfall"
          question="The order then counts as paid, which cannot be undone. Close it?"
          send={(reason, idempotencyKey) =>
            callApi('POST /v1/orders/{order}/close-shortfall', { params, body: { reason }, idempotencyKey })
          }
          onDone={done(`The shortfall of ${orderNo} is closed.`)}
          onClose={onClose}
        />
      );
    case 'return':
      return (
        <ReasonDialog
          title={`Return the money of ${orderNo} and cancel it`}
          explanation={`${formatMoney(payment.received)} wait to be sent back by finance, and the order ends.`}
          submit="Return and cancel"
          question="A cancelled order cannot be brought back. Return the money and cancel it?"
          send={(reason, idempotencyKey) =>
            callApi('POST /v1/orders/{order}/return-and-cancel', { params, body: { reason }, idempotencyKey })
          }
          onDone={done(`${orderNo} is cancelled; finance has been asked to send the money back.`)}
          onClose={onClose}
        />
      );
  }
}

/** Policy of product §14: one prolongation reaches so far. The API knows the order's own limits and says so. */
const USUAL_DAYS = 30;

function Prolong({ order, onDone, onClose }: Omit<OrderActProps, 'act'>) {
  const [day, setDay] = useState(() => dayAfter(order.deadlineAt, USUAL_DAYS - 1));
  return (
    <ReasonDialog
      title={`Give ${order.orderNo} more time`}
      explanation={`The deadline is ${formatInstant(order.deadlineAt)}. An order that is not paid in part can be prolonged once, by ${USUAL_DAYS} days at most.`}
      submit="Prolong"
      fieldNames={['until']}
      fields={(problem) => (
        <Field
          label="New deadline (end of the day)"
          type="date"
          required
          value={day}
          problem={problem('until', 'The new deadline')}
          onText={setDay}
        />
      )}
      send={(reason, idempotencyKey) =>
        callApi('POST /v1/orders/{order}/prolong', {
          params: { order: order.orderId },
          body: { until: endOfDay(day), reason },
          idempotencyKey,
        })
      }
      onDone={(now) => onDone({ kind: 'good', text: `The deadline is now ${formatInstant(now.deadlineAt)}.` })}
      onClose={onClose}
    />
  );
}
