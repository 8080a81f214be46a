import { useId, useState } from 'react';
import { callApi, type AnswerOf, type Schema } from '../../shared/api/client';
import { useSubmit } from '../../shared/api/use-submit';
import { isOnline } from '../../shared/payment/method-wish';
import { FormProblem } from '../../shared/ui/form-problem';
import { ChangeMethodDialog } from './change-method-dialog';

type Item = Schema<'OrderListItem'>;
type Ways = Pick<Item, 'orderId' | 'orderNo' | 'method' | 'canPayNow' | 'canCancel' | 'changeableTo'>;

interface OrderActionsProps {
  readonly order: Ways;
  readonly account: AnswerOf<'GET /v1/me'>;
  /** With the order as it stands after each act. */
  readonly onOrder: (order: Schema<'Order'>) => void;
  /** The payment page is wanted: it may be open already, or still be opening. */
  readonly onPay: (order: Schema<'Order'>) => void;
}

/** What the reader can do about an unpaid order now: pay, pay in another way, or cancel after a second question. */
export function OrderActions({ order, account, onOrder, onPay }: OrderActionsProps) {
  const params = { order: order.orderId };
  const [asked, setAsked] = useState<'change' | 'cancel' | null>(null);
  const pay = useSubmit({
    send: (_nothing: null, idempotencyKey) =>
      callApi('POST /v1/orders/{order}/pay-now', { params, body: {}, idempotencyKey }),
    onDone: (now) => (onOrder(now), onPay(now)),
  });
  const cancel = useSubmit({
    send: (_nothing: null, idempotencyKey) =>
      callApi('POST /v1/orders/{order}/cancel', { params, body: {}, idempotencyKey }),
    onDone: (now) => (setAsked(null), onOrder(now)),
  });
  const isBusy = pay.isPending || cancel.isPending;
  return (
    <div role="group" aria-label={`Order ${order.orderNo}`}>
      <FormProblem error={pay.error ?? cancel.error} />
      <div className="actions">
        {order.canPayNow && isOnline(order.method) ? (
          <button type="button" className="primary" disabled={isBusy} onClick={() => pay.mutate(null)}>
            {pay.isPending ? 'Opening the payment page …' : 'Pay now'}
          </button>
        ) : null}
        {order.changeableTo.length > 0 ? (
          <button type="button" disabled={isBusy} onClick={() => setAsked('change')}>
            Change method
          </button>
        ) : null}
        {order.canCancel ? (
          <CancelButton
            isAsked={asked === 'cancel'}
            isBusy={isBusy}
            onAsk={(wanted) => setAsked(wanted ? 'cancel' : null)}
            onCancel={() => cancel.mutate(null)}
          />
        ) : null}
      </div>
      {asked === 'change' ? (
        <ChangeMethodDialog
          order={order}
          account={account}
          onClose={() => setAsked(null)}
          onChanged={(now) => {
            setAsked(null);
            onOrder(now);
            if (isOnline(now.method)) onPay(now);
          }}
        />
      ) : null}
    </div>
  );
}

interface CancelButtonProps {
  readonly isAsked: boolean;
  readonly isBusy: boolean;
  readonly onAsk: (isAsked: boolean) => void;
  readonly onCancel: () => void;
}

function CancelButton({ isAsked, isBusy, onAsk, onCancel }: CancelButtonProps) {
  const id = useId();
  if (!isAsked) {
    return (
      <button type="button" className="link" disabled={isBusy} onClick={() => onAsk(true)}>
        Cancel the order
      </button>
    );
  }
  return (
    <>
      <span id={id}>Cancel this order? This cannot be undone.</span>
      <button type="button" disabled={isBusy} onClick={onCancel} aria-describedby={id} autoFocus>
        {isBusy ? 'Cancelling …' : 'Yes, cancel it'}
      </button>
      <button type="button" className="link" onClick={() => onAsk(false)}>
        Keep it
      </button>
    </>
  );
}
