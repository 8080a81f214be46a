import { Field, SelectField } from '../../shared/ui/field';

interface QueueFilterProps {
  readonly text: string;
  readonly state: string;
  readonly states: readonly (readonly [string, string])[];
  readonly onText: (text: string) => void;
  readonly onState: (state: string) => void;
}

export function QueueFilter({ text, state, states, onText, onState }: QueueFilterProps) {
  return (
    <form className="card search" role="search" onSubmit={(event) => event.preventDefault()}>
      <Field
        label="Search"
        type="search"
        maxLength={100}
        placeholder="Order number, Company ID, company, partner or PI number"
        value={text}
        onText={onText}
      />
      <SelectField
        label="State"
        value={state}
        options={states.map(([value, name]) => ({ value, text: name }))}
        onText={onState}
      />
    </form>
  );
}
