import { useId } from 'react';

export interface PlanWish {
  readonly plan: string;
  readonly cycle: 'annually' | 'monthly';
  readonly years: number | null;
}

const PLANS = ['basic', 'standard', 'pro'] as const;
const TERMS: readonly { readonly value: string; readonly label: string; readonly wish: Omit<PlanWish, 'plan'> }[] = [
  { value: 'month', label: '1 month', wish: { cycle: 'monthly', years: null } },
  ...[1, 2, 3, 4, 5].map((years) => ({
    value: String(years),
    label: years === 1 ? '1 year' : `${years} years`,
    wish: { cycle: 'annually' as const, years },
  })),
];

export function PlanChoice({
  wish,
  onChange,
}: {
  readonly wish: PlanWish;
  readonly onChange: (wish: PlanWish) => void;
}) {
  const id = useId();
  const term = TERMS.find((candidate) => candidate.wish.cycle === wish.cycle && candidate.wish.years === wish.years);
  return (
    <section className="card" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>Plan</h2>
      <div className="field">
        <label htmlFor={`${id}-plan`}>Plan</label>
        <select
          id={`${id}-plan`}
          value={wish.plan}
          onChange={(event) => onChange({ ...wish, plan: event.currentTarget.value })}
        >
          {PLANS.map((plan) => (
            <option key={plan} value={plan}>
              {plan.slice(0, 1).toUpperCase() + plan.slice(1)}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={`${id}-term`}>Billing cycle</label>
        <select
          id={`${id}-term`}
          value={term?.value ?? '1'}
          onChange={(event) =>
            onChange({ ...wish, ...TERMS.find(({ value }) => value === event.currentTarget.value)?.wish })
          }
        >
          {TERMS.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </div>
    </section>
  );
}
