import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { callApi, type Schema } from '../../shared/api/client';
import { Notice } from '../../shared/ui/notice';

/** What the buyer can still do: pay, or cancel after a second question. */
export function OrderActions({ order }: { readonly order: Schema<'Order'> }) {
  const params = { order: order.orderId };
  const [isAsking, setIsAsking] = useState(false);
  const pay = useMutation({
    mutationFn: () =>
      callApi('POST /v1/orders/{order}/pay-now', { params, body: {}, idempotencyKey: crypto.randomUUID() }),
    onSuccess: ({ checkout }) => {
      if (checkout.url !== null) window.location.assign(checkout.url);
    },
  });
  const cancel = useMutation({
    mutationFn: () =>
      callApi('POST /v1/orders/{order}/cancel', { params, body: {}, idempotencyKey: crypto.randomUUID() }),
    onSettled: () => setIsAsking(false),
  });
  const problem = pay.error ?? cancel.error;
  if (order.state !== 'awaiting_payment') return null;
  return (
    <section className="card" aria-label="Actions">
      {problem === null ? null : <Notice kind="problem">{problem.message}</Notice>}
      <div className="actions">
        <button type="button" className="primary" disabled={pay.isPending} onClick={() => pay.mutate()}>
          {pay.isPending ? 'Opening the payment page …' : 'Pay now'}
        </button>
        {isAsking ? (
          <>
            <span>Cancel this order?</span>
            <button type="button" disabled={cancel.isPending} onClick={() => cancel.mutate()} autoFocus>
              Yes, cancel it
            </button>
            <button type="button" className="link" onClick={() => setIsAsking(false)}>
              Keep it
            </button>
          </>
        ) : (
          <button type="button" className="link" onClick={() => setIsAsking(true)}>
            Cancel the order
          </button>
        )}
      </div>
    </section>
  );
}
