import { useState } from 'react';
import { callApi, type AnswerOf, type Schema } from '../../shared/api/client';
import { fieldsOf } from '../../shared/api/field-problem';
import { useSubmit } from '../../shared/api/use-submit';
import { METHOD_FIELDS, MethodFields } from '../../shared/payment/method-fields';
import { chosenMethod, isOnline, METHOD_NAMES, methodBody, NO_WISH } from '../../shared/payment/method-wish';
import { Dialog } from '../../shared/ui/dialog';
import { FormProblem } from '../../shared/ui/form-problem';

interface ChangeMethodDialogProps {
  readonly order: Pick<Schema<'OrderListItem'>, 'orderId' | 'orderNo' | 'method' | 'changeableTo'>;
  readonly account: AnswerOf<'GET /v1/me'>;
  readonly onClose: () => void;
  readonly onChanged: (order: Schema<'Order'>) => void;
}

/** Another way to pay an unpaid order. An open payment page is closed by it, which is said before. */
export function ChangeMethodDialog({ order, account, onClose, onChanged }: ChangeMethodDialogProps) {
  const [wish, setWish] = useState(NO_WISH);
  const offers = order.changeableTo.map((method) => ({ method, problem: null }));
  const chosen = chosenMethod(offers, wish);
  const change = useSubmit({
    send: (body: ReturnType<typeof methodBody>, idempotencyKey) =>
      callApi('POST /v1/orders/{order}/change-method', { params: { order: order.orderId }, body, idempotencyKey }),
    onDone: onChanged,
  });
  return (
    <Dialog title={`Change how ${order.orderNo} is paid`} onClose={onClose}>
      <form
        aria-label="Change method"
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen !== null && !change.isPending) {
            change.mutate(methodBody(chosen, wish, account.consentTextVersion));
          }
        }}
      >
        <p>
          Now: {METHOD_NAMES[order.method]}.
          {isOnline(order.method) ? ' A payment page that is still open is closed first.' : ''}
        </p>
        <MethodFields offers={offers} wish={wish} problems={fieldsOf(change.error)} onChange={setWish} />
        <FormProblem error={change.error} shown={METHOD_FIELDS} />
        <div className="actions">
          <button type="submit" className="primary" disabled={change.isPending || chosen === null}>
            {change.isPending ? 'Changing …' : isOnline(chosen) ? 'Change and go to the payment page' : 'Change method'}
          </button>
          <button type="button" className="link" onClick={onClose}>
            Keep the method
          </button>
        </div>
      </form>
    </Dialog>
  );
}
