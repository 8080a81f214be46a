import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem, type Schema } from '../../shared/api/client';
import { Field } from '../../shared/ui/field';
import { Notice } from '../../shared/ui/notice';

type Billing = Schema<'BillingData'>;

interface BillingFormProps {
  readonly title: string;
  readonly submit: string;
  readonly initial?: Billing;
  readonly onSubmit: (data: Billing) => Promise<void>;
}

const EMPTY: Billing = {
  firstName: '',
  lastName: '',
  company: '',
  email: '',
  phone: '',
  country: '',
  stateProvince: '',
  city: '',
  street: '',
  zipCode: '',
  taxNumberType: null,
  taxNumber: null,
  locale: 'en',
};

const FIELDS: readonly (readonly [keyof Billing, string, string])[] = [
  ['firstName', 'First name', 'given-name'],
  ['lastName', 'Last name', 'family-name'],
  ['company', 'Company', 'organization'],
  ['email', 'E-mail', 'email'],
  ['phone', 'Phone (optional)', 'tel'],
  ['street', 'Street', 'street-address'],
  ['zipCode', 'Postal code', 'postal-code'],
  ['city', 'City', 'address-level2'],
  ['stateProvince', 'State or province (optional)', 'address-level1'],
  ['country', 'Country code, such as DE', 'country'],
  ['taxNumber', 'VAT number (optional)', 'off'],
];

export function BillingForm({ title, submit, initial, onSubmit }: BillingFormProps) {
  const [data, setData] = useState<Billing>({ ...EMPTY, ...initial });
  const save = useMutation({ mutationFn: () => onSubmit(data) });
  const problems = save.error instanceof ApiProblem ? save.error.fields : [];
  const change = (name: keyof Billing, text: string): void =>
    setData((before) => ({
      ...before,
      ...(name === 'taxNumber' ? taxNumberOf(text) : { [name]: name === 'country' ? text.toUpperCase() : text }),
    }));
  return (
    <form
      className="inner"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {save.isError ? <Notice kind="problem">{save.error.message}</Notice> : null}
      <div className="grid">
        {FIELDS.map(([name, label, autoComplete]) => (
          <Field
            key={name}
            label={label}
            autoComplete={autoComplete}
            value={data[name] ?? ''}
            problem={problems.find(({ field }) => field.endsWith(name))?.message}
            onText={(text) => change(name, text)}
          />
        ))}
      </div>
      <button type="submit" disabled={save.isPending}>
        {submit}
      </button>
    </form>
  );
}

function taxNumberOf(text: string): Pick<Billing, 'taxNumber' | 'taxNumberType'> {
  return text === '' ? { taxNumber: null, taxNumberType: null } : { taxNumber: text, taxNumberType: 'vat_number' };
}
