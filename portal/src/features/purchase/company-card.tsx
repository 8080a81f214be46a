import type { AnswerOf } from '../../shared/api/client';
import { formatDay } from '../../shared/format/time';
import { Notice } from '../../shared/ui/notice';

export type Company = AnswerOf<'GET /v1/companies/{companyId}'>;

export function CompanyCard({ company }: { readonly company: Company }) {
  const { subscription, offer } = company;
  return (
    <section className="card" aria-labelledby="company">
      <h2 id="company">{company.name}</h2>
      <dl className="facts">
        <Fact name="Company ID" value={company.companyId} />
        <Fact name="Plan" value={subscription.plan === null ? 'none' : capital(subscription.plan)} />
        <Fact name="Term" value={termInWords(subscription)} />
        <Fact name="Expires on" value={subscription.term === null ? '–' : formatDay(subscription.term.until)} />
      </dl>
      <details open>
        <summary>Capacity now</summary>
        <table>
          <tbody>
            {offer.services.map(({ service, name, current }) => (
              <tr key={service}>
                <th scope="row">{name}</th>
                <td className="number">{current}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      <Notice kind="note">{offer.message}</Notice>
    </section>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function termInWords({ cycle, years }: Company['subscription']): string {
  if (cycle === null) return '–';
  if (cycle === 'monthly') return 'monthly';
  return years === 1 ? '1 year' : `${years} years`;
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
