import type { SandboxClock } from '../clock/sandbox-clock';
import { html, pageReply, type Html } from '../http/page';
import type { Reply } from '../http/reply';
import { SERVICES, type CompanyRow } from './company-row';
import type { WorkplaceTables } from './workplace-tables';

const ROWS = 200;

/** All companies as the vendor sees them. */
export function companiesPage(tables: WorkplaceTables, clock: SandboxClock): Reply {
  const companies = tables.companies.all().slice(0, ROWS);
  const content = html`<h1>Workplace companies</h1>
    <section class="card">
      <p class="soft">
        Clock: ${clock.iso().slice(0, 16).replace('T', ' ')} UTC. A change made by an order appears here as soon as it
        is active.
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">Company</th>
            <th scope="col">Partner</th>
            <th scope="col">Plan</th>
            <th scope="col">Until</th>
            ${SERVICES.map((service) => html`<th scope="col" class="num">${service.replace('_', ' ')}</th>`)}
            <th scope="col" class="num">Version</th>
          </tr>
        </thead>
        <tbody>
          ${companies.map((company) => companyRow(tables, company))}
        </tbody>
      </table>
    </section>`;
  return pageReply('Workplace companies', content);
}

function companyRow(tables: WorkplaceTables, company: CompanyRow): Html {
  const changes = tables.history.get(company.companyId)?.changes.length ?? 0;
  return html`<tr>
    <td>
      <strong>${company.companyId}</strong><br />${company.name}<br /><span class="soft">${company.timeZone}</span>
    </td>
    <td>${company.partnerId}</td>
    <td>${describePlan(company)}</td>
    <td class="date">${company.expiresOn ?? ''}</td>
    ${SERVICES.map((service) => html`<td class="num">${company.capacities[service]}</td>`)}
    <td class="num">
      ${company.version}
      <a href="/_sandbox/history/${company.companyId}" aria-label="Changes of ${company.companyId}">(${changes})</a>
    </td>
  </tr>`;
}

function describePlan(company: CompanyRow): string {
  if (company.plan === null) return 'no plan';
  if (company.trial) return `${company.plan}, trial`;
  if (company.cycle === 'monthly') return `${company.plan}, monthly`;
  return `${company.plan}, ${company.years ?? 1} year${company.years === 1 ? '' : 's'}`;
}
