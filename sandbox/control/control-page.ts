import type { SandboxClock } from '../clock/sandbox-clock';
import { html, pageReply } from '../http/page';
import type { Reply } from '../http/reply';

export interface ControlLinks {
  readonly stripe: string;
  readonly paypal: string;
  readonly workplace: string;
  readonly mailbox: string;
}

const STEPS = [
  { by: 'PT1H', label: '1 hour' },
  { by: 'P1D', label: '1 day' },
  { by: 'P30D', label: '30 days' },
];

export function controlPage(
  links: ControlLinks,
  clock: SandboxClock,
  failed?: { status: number; error: string }
): Reply {
  const now = clock.iso().replace('T', ' ').slice(0, 16);
  const content = html`<h1>Sandbox</h1>
    ${failed === undefined ? '' : html`<p class="error" role="alert">${failed.error}</p>`}
    <section class="card" aria-labelledby="clock">
      <h2 id="clock" style="margin-top:0">Clock</h2>
      <p class="total">${now} UTC</p>
      <p class="soft">
        ${describeOffset(clock.offsetMs)} Everything that comes due on the way happens before the page returns.
      </p>
      <div class="row">
        ${STEPS.map(
          (step) =>
            html`<form method="post" action="/clock/advance-by-hand">
              <button name="by" value="${step.by}">Move the clock by ${step.label}</button>
            </form>`
        )}
      </div>
    </section>
    <section class="card" aria-labelledby="places">
      <h2 id="places" style="margin-top:0">Places</h2>
      <table>
        <tr>
          <th scope="row">Mailbox</th>
          <td><a href="${links.mailbox}/">Mails that were sent</a></td>
        </tr>
        <tr>
          <th scope="row">Card payments</th>
          <td>
            <a href="${links.stripe}/">Open pay pages</a> ·
            <a href="${links.stripe}/ledger">Ledger of charges and refunds</a> ·
            <a href="${links.stripe}/webhooks">Webhook deliveries</a>
          </td>
        </tr>
        <tr>
          <th scope="row">PayPal</th>
          <td>
            <a href="${links.paypal}/">Open orders</a> ·
            <a href="${links.paypal}/ledger">Ledger of captures and refunds</a> ·
            <a href="${links.paypal}/webhooks">Webhook deliveries</a>
          </td>
        </tr>
        <tr>
          <th scope="row">Workplace</th>
          <td><a href="${links.workplace}/">Companies and their capacities</a></td>
        </tr>
        <tr>
          <th scope="row">Faults</th>
          <td>
            <a href="${links.stripe}/_sandbox/faults">Card payments</a> ·
            <a href="${links.paypal}/_sandbox/faults">PayPal</a> ·
            <a href="${links.workplace}/_sandbox/faults">Workplace</a> ·
            <a href="${links.mailbox}/_sandbox/faults">Mail</a>
          </td>
        </tr>
      </table>
    </section>`;
  return pageReply('Sandbox', content, failed?.status ?? 200);
}

function describeOffset(offsetMs: number): string {
  if (offsetMs === 0) return 'The clock shows real time.';
  const hours = Math.floor(offsetMs / 3_600_000);
  return `The clock is ${Math.floor(hours / 24)} days and ${hours % 24} hours ahead of real time.`;
}
