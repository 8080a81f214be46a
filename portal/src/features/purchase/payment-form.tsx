import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem, callApi, type AnswerOf, type Schema } from '../../shared/api/client';
import { formatMoney } from '../../shared/format/money';
import { Notice } from '../../shared/ui/notice';

interface PaymentFormProps {
  readonly quote: Schema<'Quote'>;
  readonly account: AnswerOf<'GET /v1/me'>;
  readonly onPlaced: (order: Schema<'Order'>) => void;
}

/** Card only for now. The key is made when the form opens and kept until the answer is known, so that a second click buys nothing twice. */
export function PaymentForm({ quote, account, onPlaced }: PaymentFormProps) {
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [renews, setRenews] = useState(false);
  const [accepted, setAccepted] = useState(false);
  const card = quote.methods.find(({ method }) => method === 'card');
  const place = useMutation({
    mutationFn: () =>
      callApi('POST /v1/orders', {
        idempotencyKey,
        body: {
          quoteId: quote.quoteId,
          method: 'card',
          autoRenew: renews ? 'enable' : 'keep',
          ...(renews ? { consent: { textVersion: account.consentTextVersion, accepted: true } } : {}),
          termsVersion: account.termsVersion,
        },
      }),
    onSuccess: onPlaced,
  });
  if (account.capabilities['order.place'] === undefined)
    return <p className="hint">Your account may look, but not buy.</p>;
  return (
    <form
      aria-label="Payment"
      onSubmit={(event) => {
        event.preventDefault();
        place.mutate();
      }}
    >
      <h3>Payment</h3>
      <p>
        <strong>Debit or credit card</strong>, on the page of our payment provider.
      </p>
      {card?.problem == null ? null : <Notice kind="problem">{card.problem.message}</Notice>}
      <label className="tick">
        <input type="checkbox" checked={renews} onChange={(event) => setRenews(event.currentTarget.checked)} />
        <span>
          Auto Renew: I agree that the card is saved and charged for the next term before the plan expires. I can switch
          this off at any time until a charge starts.
        </span>
      </label>
      <label className="tick">
        <input
          type="checkbox"
          required
          checked={accepted}
          onChange={(event) => setAccepted(event.currentTarget.checked)}
        />
        <span>I accept the terms of sale (version {account.termsVersion}).</span>
      </label>
      {place.isError ? <PlaceProblem error={place.error} /> : null}
      <button
        type="submit"
        className="primary wide"
        disabled={place.isPending || place.isSuccess || card === undefined || card.problem !== null}
      >
        {place.isPending || place.isSuccess
          ? 'Placing the order …'
          : `Place order and pay ${formatMoney(quote.totals.gross)}`}
      </button>
    </form>
  );
}

function PlaceProblem({ error }: { readonly error: Error }) {
  const fields = error instanceof ApiProblem ? error.fields : [];
  return (
    <Notice kind="problem">
      {error.message}
      {fields.map(({ field, message }) => (
        <div key={field}>
          {field}: {message}
        </div>
      ))}
    </Notice>
  );
}
