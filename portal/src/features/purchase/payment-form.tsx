import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem, callApi, type AnswerOf, type Schema } from '../../shared/api/client';
import { fieldsOf } from '../../shared/api/field-problem';
import { useSubmit } from '../../shared/api/use-submit';
import { formatMoney } from '../../shared/format/money';
import { METHOD_FIELDS, MethodFields } from '../../shared/payment/method-fields';
import { chosenMethod, isOnline, methodBody, type MethodWish } from '../../shared/payment/method-wish';
import { FormProblem } from '../../shared/ui/form-problem';
import { Notice } from '../../shared/ui/notice';

interface PaymentFormProps {
  readonly quote: Schema<'Quote'>;
  readonly account: AnswerOf<'GET /v1/me'>;
  readonly wish: MethodWish;
  readonly onWish: (wish: MethodWish) => void;
  readonly onPlaced: (order: Schema<'Order'>) => void;
}

/** How the quote is paid, and the button that turns it into an order. A quote over zero has nothing to choose. */
export function PaymentForm({ quote, account, wish, onWish, onPlaced }: PaymentFormProps) {
  const queries = useQueryClient();
  const [accepted, setAccepted] = useState(false);
  const isFree = quote.totals.gross.amountMinor === 0;
  const method = isFree ? 'none' : chosenMethod(quote.methods, wish);
  const place = useSubmit({
    send: (order: Order, idempotencyKey) =>
      callApi('POST /v1/orders', { idempotencyKey, body: bodyOf(order) }).catch((error: unknown) => {
        if (isStale(error)) void queries.invalidateQueries({ queryKey: ['quote'] });
        throw error;
      }),
    onDone: onPlaced,
  });
  if (account.capabilities['order.place'] === undefined)
    return <p className="hint">Your account may look, but not buy.</p>;
  const isBusy = place.isPending || place.isSuccess;
  const isOfThis = place.variables?.quoteId === quote.quoteId || isStale(place.error);
  const problem = isOfThis ? place.error : null;
  return (
    <form
      aria-label="Payment"
      onSubmit={(event) => {
        event.preventDefault();
        if (method !== null && !isBusy) place.mutate({ quoteId: quote.quoteId, method, wish, account });
      }}
    >
      {isFree ? (
        <p>Nothing to pay: the order takes effect as soon as it is placed.</p>
      ) : (
        <MethodFields offers={quote.methods} wish={wish} problems={fieldsOf(problem)} onChange={onWish} />
      )}
      {method === null ? (
        <Notice kind="problem">No payment method is offered for this total. Ask your account manager.</Notice>
      ) : null}
      <label className="tick">
        <input
          type="checkbox"
          required
          checked={accepted}
          onChange={(event) => setAccepted(event.currentTarget.checked)}
        />
        <span>I accept the terms of sale (version {account.termsVersion}).</span>
      </label>
      <FormProblem error={problem} shown={METHOD_FIELDS} />
      <button type="submit" className="primary wide" disabled={isBusy || method === null}>
        {isBusy
          ? 'Placing the order …'
          : isOnline(method)
            ? `Place order and pay ${formatMoney(quote.totals.gross)}`
            : 'Place order'}
      </button>
    </form>
  );
}

interface Order {
  readonly quoteId: string;
  readonly method: 'card' | 'paypal' | 'offline' | 'none';
  readonly wish: MethodWish;
  readonly account: AnswerOf<'GET /v1/me'>;
}

function bodyOf({ quoteId, method, wish, account: { consentTextVersion, termsVersion } }: Order) {
  const payment =
    method === 'none' ? { method, autoRenew: 'keep' as const } : methodBody(method, wish, consentTextVersion);
  return { quoteId, termsVersion, ...payment };
}

/** The API refused the quote itself; its message goes with the fresh one. */
function isStale(error: unknown): boolean {
  return error instanceof ApiProblem && ['quote_expired', 'quote_outdated', 'quote_used'].includes(error.code);
}
