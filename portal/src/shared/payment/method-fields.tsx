import { useId } from 'react';
import type { FieldError } from '../api/client';
import { problemAt } from '../api/field-problem';
import { Field } from '../ui/field';
import { chosenMethod, isOnline, METHOD_NAMES, type Method, type MethodOffer, type MethodWish } from './method-wish';

/** Fields of a request that this part of a form shows the problems of. */
export const METHOD_FIELDS = ['method', 'autoRenew', 'consent', 'piNumber'] as const;

interface MethodFieldsProps {
  readonly offers: readonly MethodOffer[];
  readonly wish: MethodWish;
  readonly problems: readonly FieldError[];
  readonly onChange: (wish: MethodWish) => void;
}

const ORDER: readonly Method[] = ['paypal', 'card', 'offline'];
const WAYS: Readonly<Record<Method, string>> = {
  paypal: 'On PayPal’s page; the capacity is active at once.',
  card: 'On the page of our payment provider; the capacity is active at once.',
  offline: 'By bank transfer; the capacity is active when the money has arrived.',
};

/** How to pay, and what goes with it: Auto Renew where a method can be charged again, a PI number where none can. */
export function MethodFields({ offers, wish, problems, onChange }: MethodFieldsProps) {
  const id = useId();
  const chosen = chosenMethod(offers, wish);
  const problem = problemAt(problems, 'method', 'Payment method');
  const sorted = ORDER.flatMap((method) => offers.filter((offer) => offer.method === method));
  return (
    <>
      <fieldset className="choices" aria-describedby={problem === undefined ? undefined : `${id}-problem`}>
        <legend>Payment method</legend>
        {sorted.map(({ method, problem: reason }) => (
          <label key={method} className={reason === null ? 'tick' : 'tick off'}>
            <input
              type="radio"
              name={`${id}-method`}
              value={method}
              checked={chosen === method}
              disabled={reason !== null}
              onChange={() => onChange({ ...wish, method })}
            />
            <span>
              {METHOD_NAMES[method]}
              <span className="hint">{reason === null ? WAYS[method] : reason.message}</span>
            </span>
          </label>
        ))}
        {problem === undefined ? null : (
          <p className="field-problem" id={`${id}-problem`} role="alert">
            {problem}
          </p>
        )}
      </fieldset>
      {isOnline(chosen) ? <AutoRenewTick wish={wish} problems={problems} onChange={onChange} /> : null}
      {chosen === 'offline' ? <OfflinePart wish={wish} problems={problems} onChange={onChange} /> : null}
    </>
  );
}

type PartProps = Omit<MethodFieldsProps, 'offers'>;

function AutoRenewTick({ wish, problems, onChange }: PartProps) {
  const id = useId();
  const problem = problemAt(problems, 'autoRenew', 'Auto Renew') ?? problemAt(problems, 'consent', 'Your consent');
  return (
    <>
      <label className="tick">
        <input
          type="checkbox"
          checked={wish.renews}
          aria-describedby={problem === undefined ? undefined : `${id}-problem`}
          onChange={(event) => onChange({ ...wish, renews: event.currentTarget.checked })}
        />
        <span>
          Auto Renew: I agree that this method is saved and charged for the next term before the plan expires. I can
          switch this off at any time until a charge starts.
        </span>
      </label>
      {problem === undefined ? null : (
        <p className="field-problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

function OfflinePart({ wish, problems, onChange }: PartProps) {
  return (
    <>
      <p>Your account manager or local distributor will contact you. Nothing is charged now.</p>
      <Field
        label="PI number (optional)"
        hint="The number of the proforma invoice that you pay by, when you have been given one."
        maxLength={64}
        autoComplete="off"
        value={wish.piNumber}
        problem={problemAt(problems, 'piNumber', 'PI number')}
        onText={(piNumber) => onChange({ ...wish, piNumber })}
      />
    </>
  );
}
