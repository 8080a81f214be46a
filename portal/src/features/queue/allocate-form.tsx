import { useId, useState } from 'react';
import { callApi, type Schema } from '../../shared/api/client';
import { fieldsOf, problemAt } from '../../shared/api/field-problem';
import { usePages } from '../../shared/api/use-pages';
import { useSubmit } from '../../shared/api/use-submit';
import { amountText, parseAmount } from '../../shared/format/amount';
import { formatMoney } from '../../shared/format/money';
import { formatDay } from '../../shared/format/time';
import { Field } from '../../shared/ui/field';
import { FormProblem } from '../../shared/ui/form-problem';
import { MoreButton } from '../../shared/ui/more-button';
import { QueryView } from '../../shared/ui/query-view';
import { amountProblem } from './bank-line';
import type { Said } from './outcome-words';

interface AllocateFormProps {
  readonly order: Schema<'Order'>;
  readonly onDone: (said: Said) => void;
  readonly onClose: () => void;
}

type Receipt = Schema<'ReceiptListItem'>;

/** Lets money that is on the account already, and nobody's yet, pay this order. */
export function AllocateForm({ order, onDone, onClose }: AllocateFormProps) {
  const { open } = order.payment;
  const list = usePages('GET /v1/receipts', { state: 'unmatched', limit: '100' });
  const fits = ({ partner, amount }: Receipt): boolean =>
    amount.currency === open.currency && (partner === null || partner.partnerId === order.partner.partnerId);
  return (
    <section className="inner" aria-label="Allocate an unmatched receipt">
      <h3>Allocate an unmatched receipt to {order.orderNo}</h3>
      <QueryView
        query={list}
        what="the unmatched receipts"
        isEmpty={({ pages }) => !pages.some(({ items }) => items.some(fits))}
        empty={
          <p className="hint">
            No unmatched receipt in {open.currency} is of {order.partner.name} or of nobody yet. Record the receipt
            instead.
          </p>
        }
      >
        {({ pages }) => (
          <Choice
            order={order}
            receipts={pages.flatMap(({ items }) => items.filter(fits))}
            onDone={onDone}
            onClose={onClose}
          />
        )}
      </QueryView>
      <MoreButton list={list} />
    </section>
  );
}

function Choice({ order, receipts, onDone, onClose }: AllocateFormProps & { readonly receipts: readonly Receipt[] }) {
  const id = useId();
  const { open } = order.payment;
  const [chosen, setChosen] = useState<Receipt | null>(null);
  const [amount, setAmount] = useState('');
  const amountMinor = parseAmount(amount, open.currency);
  const allocate = useSubmit({
    send: (wish: { readonly receipt: string; readonly amountMinor: number }, idempotencyKey) =>
      callApi('POST /v1/receipts/{receipt}/allocations', {
        params: { receipt: wish.receipt },
        body: { orderId: order.orderId, amountMinor: wish.amountMinor },
        idempotencyKey,
      }),
    onDone: (_receipt, wish) =>
      onDone({
        kind: 'good',
        text: `${formatMoney({ amountMinor: wish.amountMinor, currency: open.currency })} allocated to ${order.orderNo}.`,
      }),
  });
  const choose = (receipt: Receipt): void => {
    setChosen(receipt);
    setAmount(amountText(Math.min(receipt.unmatched.amountMinor, open.amountMinor), open.currency));
  };
  const fields = fieldsOf(allocate.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen === null || amountMinor === null || amountMinor === 0 || allocate.isPending) return;
        allocate.mutate({ receipt: chosen.receiptId, amountMinor });
      }}
    >
      <fieldset className="choices">
        <legend>Receipt</legend>
        {receipts.map((receipt) => (
          <label key={receipt.receiptId} className="tick">
            <input
              type="radio"
              name={`${id}-receipt`}
              required
              checked={chosen?.receiptId === receipt.receiptId}
              onChange={() => choose(receipt)}
            />
            <span>
              {formatMoney(receipt.unmatched)} left, {receipt.payer}
              <span className="hint">
                {formatDay(receipt.valueDate)}, {receipt.bankReference},{' '}
                {receipt.partner === null ? 'nobody’s yet' : receipt.partner.name}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      {chosen === null ? null : (
        <Field
          label={`Amount in ${open.currency}`}
          inputMode="decimal"
          autoComplete="off"
          value={amount}
          hint={`Open: ${formatMoney(open)}`}
          problem={amountProblem(amount, open.currency) ?? problemAt(fields, 'amountMinor', 'Amount')}
          onText={setAmount}
        />
      )}
      <FormProblem error={allocate.error} shown={['amountMinor']} />
      <div className="actions">
        <button type="submit" className="primary" disabled={allocate.isPending}>
          {allocate.isPending ? 'Allocating …' : 'Allocate'}
        </button>
        <button type="button" className="link" onClick={onClose}>
          Close
        </button>
      </div>
    </form>
  );
}
