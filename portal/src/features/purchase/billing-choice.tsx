import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { callApi, type FieldError, type Schema } from '../../shared/api/client';
import { Notice } from '../../shared/ui/notice';
import { QueryView } from '../../shared/ui/query-view';
import { BillingForm } from './billing-form';

export type BillingWish = { readonly contactId: string } | { readonly data: Schema<'BillingData'> };

interface BillingChoiceProps {
  readonly problems: readonly FieldError[];
  /** null: the buyer's own data. */
  readonly onChange: (wish: BillingWish | null) => void;
}

const OWN = 'own';
const NEW = 'new';

/** Who the invoice goes to: oneself, a billing contact, or a new one, which is saved to the list. */
export function BillingChoice({ problems, onChange }: BillingChoiceProps) {
  const id = useId();
  const queries = useQueryClient();
  const [choice, setChoice] = useState(OWN);
  const [once, setOnce] = useState<Schema<'BillingData'> | null>(null);
  const contacts = useQuery({ queryKey: ['contacts'], queryFn: () => callApi('GET /v1/contacts') });
  const chosen = contacts.data?.items.find(({ contactId }) => contactId === choice) ?? null;
  const choose = (value: string): void => {
    setChoice(value);
    setOnce(null);
    if (value !== NEW) onChange(value === OWN ? null : { contactId: value });
  };
  return (
    <section className="card" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>Billing information</h2>
      {problems
        .filter(({ field }) => field.startsWith('billing'))
        .map((problem) => (
          <Notice key={problem.field + problem.code} kind="problem">
            {problem.message}
          </Notice>
        ))}
      <QueryView query={contacts} what="your billing contacts">
        {({ items }) => (
          <div className="field">
            <label htmlFor={`${id}-contact`}>Invoice goes to</label>
            <select id={`${id}-contact`} value={choice} onChange={(event) => choose(event.currentTarget.value)}>
              <option value={OWN}>My own data</option>
              {items.map(({ contactId, data }) => (
                <option key={contactId} value={contactId}>
                  {data.firstName} {data.lastName}, {data.company} ({data.email})
                </option>
              ))}
              <option value={NEW}>Add new …</option>
            </select>
          </div>
        )}
      </QueryView>
      {choice === NEW ? (
        <BillingForm
          title="New billing contact"
          submit="Save to the Billing Receiver list"
          onSubmit={async (data) => {
            const contact = await callApi('POST /v1/contacts', {
              body: { data, remark: '' },
              idempotencyKey: crypto.randomUUID(),
            });
            await queries.invalidateQueries({ queryKey: ['contacts'] });
            choose(contact.contactId);
          }}
        />
      ) : null}
      {chosen === null ? null : (
        <details>
          <summary>{once === null ? 'Change for this order only' : 'Changed for this order only'}</summary>
          <BillingForm
            key={chosen.contactId}
            title="For this order only"
            submit="Use for this order"
            initial={chosen.data}
            onSubmit={(data) => {
              setOnce(data);
              onChange({ data });
              return Promise.resolve();
            }}
          />
        </details>
      )}
    </section>
  );
}
