import { useState } from 'react';
import type { AnswerOf } from '../../shared/api/client';
import { Field } from '../../shared/ui/field';
import { useSettled } from '../../shared/ui/use-settled';
import { OrderList } from './order-list';

interface OrdersPageProps {
  readonly account: AnswerOf<'GET /v1/me'>;
  readonly goTo: (address: string) => void;
}

/** A partner's orders: those that wait for something first, and behind them, when wanted, those that have ended. */
export function OrdersPage({ account, goTo }: OrdersPageProps) {
  const [text, setText] = useState('');
  const [all, setAll] = useState(false);
  const settled = useSettled(text.trim());
  return (
    <>
      <h1>My orders</h1>
      <form className="card search" role="search" onSubmit={(event) => event.preventDefault()}>
        <Field
          label="Search"
          type="search"
          maxLength={100}
          value={text}
          hint="Order or invoice number, Company ID, company name, PO number or reference"
          onText={setText}
        />
        <fieldset className="choices inline">
          <legend>Show</legend>
          <label className="tick">
            <input type="radio" name="which" checked={!all} onChange={() => setAll(false)} />
            <span>Open orders</span>
          </label>
          <label className="tick">
            <input type="radio" name="which" checked={all} onChange={() => setAll(true)} />
            <span>All orders</span>
          </label>
        </fieldset>
      </form>
      <OrderList title="Open orders" isOpen text={settled} account={account} goTo={goTo} />
      {all ? <OrderList title="Ended orders" isOpen={false} text={settled} account={account} goTo={goTo} /> : null}
    </>
  );
}
