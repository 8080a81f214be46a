import type { FieldError } from '../../shared/api/client';
import { Field } from '../../shared/ui/field';
import type { Company } from './company-card';

interface ServiceTableProps {
  readonly services: Company['offer']['services'];
  /** The plan that is being bought; null when the company has one. */
  readonly plan: string | null;
  readonly quantities: Readonly<Record<string, number>>;
  readonly problems: readonly FieldError[];
  readonly onChange: (quantities: Readonly<Record<string, number>>) => void;
}

/** One row a service: Subscribe opens the field for the capacity to add. */
export function ServiceTable({ services, plan, quantities, problems, onChange }: ServiceTableProps) {
  const chosen = Object.keys(quantities);
  const problemOf = (service: string): string | undefined => {
    const place = `[${chosen.indexOf(service)}]`;
    return problems.find(({ field }) => /^(items|services)/.test(field) && field.includes(place))?.message;
  };
  const remove = (service: string): void =>
    onChange(Object.fromEntries(Object.entries(quantities).filter(([name]) => name !== service)));
  return (
    <section className="card" aria-labelledby="services">
      <h2 id="services">Services</h2>
      <ul className="services">
        {services.map(({ service, name, current, available, min, step, mayAdd }) => {
          const quantity = quantities[service];
          const isOffered = available || plan !== null;
          return (
            <li key={service}>
              <div className="service">
                <strong>{name}</strong>
                <span className="hint">{current} now</span>
                {quantity === undefined ? (
                  <button
                    type="button"
                    disabled={!isOffered}
                    aria-label={`Subscribe ${name}`}
                    onClick={() => onChange({ ...quantities, [service]: min })}
                  >
                    Subscribe
                  </button>
                ) : (
                  <button type="button" className="link" aria-label={`Remove ${name}`} onClick={() => remove(service)}>
                    Remove
                  </button>
                )}
              </div>
              {isOffered ? null : <p className="hint">Not part of this plan.</p>}
              {quantity === undefined ? null : (
                <Field
                  label={`${name}: capacity to add`}
                  type="number"
                  inputMode="numeric"
                  min={min}
                  step={step}
                  {...(plan === null ? { max: mayAdd } : {})}
                  value={Number.isNaN(quantity) ? '' : quantity}
                  hint={step === 1 ? undefined : `In steps of ${step}`}
                  problem={problemOf(service)}
                  onText={(text) => onChange({ ...quantities, [service]: text === '' ? 0 : Number(text) })}
                />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
