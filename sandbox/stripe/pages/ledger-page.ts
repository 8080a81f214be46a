import { html, pageReply, type Html } from '../../http/page';
import type { Reply } from '../../http/reply';
import { readableAmount } from '../amount-rules';
import type { Ledger, LedgerEntry } from '../ledger';
import { sessionTotal } from '../objects/session-object';
import { linked, type StripeState } from '../stripe-state';

const ROWS = 100;

export function ledgerPage(ledger: Ledger): Reply {
  const totals = Object.entries(ledger.totals).map(
    ([currency, sum]) =>
      html`<p>
        Received ${readableAmount(sum.receivedMinor, currency)}, returned
        ${readableAmount(sum.refundedMinor, currency)}.
      </p>`
  );
  const content = html`<h1>Ledger</h1>
    <section class="card">
      ${totals.length === 0 ? html`<p>No money has moved yet.</p>` : totals}
      <p class="soft">
        The newest ${ROWS} payment intents; all of them as JSON at <a href="/_sandbox/ledger">/_sandbox/ledger</a>.
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">Payment intent</th>
            <th scope="col">State</th>
            <th scope="col" class="num">Amount</th>
            <th scope="col" class="num">Received</th>
            <th scope="col" class="num">Returned</th>
            <th scope="col">Charges</th>
          </tr>
        </thead>
        <tbody>
          ${ledger.entries.slice(0, ROWS).map(entryRow)}
        </tbody>
      </table>
    </section>`;
  return pageReply('Ledger', content);
}

function entryRow(entry: LedgerEntry): Html {
  const order = entry.metadata['order_id'];
  return html`<tr>
    <td class="mono">
      ${entry.paymentIntent}${order === undefined ? '' : html`<br /><span class="soft">order ${order}</span>`}
    </td>
    <td>${entry.status}${entry.disputed ? ', disputed' : ''}</td>
    <td class="num">${readableAmount(entry.amountMinor, entry.currency)}</td>
    <td class="num">${readableAmount(entry.receivedMinor, entry.currency)}</td>
    <td class="num">${readableAmount(entry.refundedMinor, entry.currency)}</td>
    <td>${entry.charges.map((charge) => html`${charge.status} ${charge.at.slice(0, 16).replace('T', ' ')}<br />`)}</td>
  </tr>`;
}

export function openSessionsPage(state: StripeState): Reply {
  const open = [...state.openSessions]
    .slice(-ROWS)
    .reverse()
    .map((id) => linked(state.sessions, id));
  const rows = open.map(
    (row) =>
      html`<tr>
        <td>
          <a href="/pay/${row.id}"
            >${row.mode === 'setup' ? 'Save a card' : readableAmount(sessionTotal(row), row.currency ?? '')}</a
          >
        </td>
        <td>${row.lines.map((line) => html`${line.quantity} × ${line.name}<br />`)}</td>
        <td class="mono">${row.clientReferenceId ?? ''}</td>
        <td>${new Date(row.expiresAt * 1000).toISOString().slice(0, 16).replace('T', ' ')}</td>
      </tr>`
  );
  const table = html`<table>
    <thead>
      <tr>
        <th scope="col">Pay page</th>
        <th scope="col">For</th>
        <th scope="col">Reference</th>
        <th scope="col">Open until (UTC)</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
  const content = html`<h1>Open pay pages</h1>
    <section class="card">
      ${open.length === 0 ? html`<p>No payment is waiting. Place an order by card and its pay page appears here.</p>` : table}
    </section>
    <p><a href="/ledger">Ledger</a> · <a href="/webhooks">Webhook deliveries</a></p>`;
  return pageReply('Open pay pages', content);
}
