import { html, pageReply, type Html } from '../../http/page';
import type { Reply } from '../../http/reply';
import type { Ledger, LedgerEntry } from '../ledger';
import { readableMoney } from '../money';
import { payPageUrl } from '../objects/order-object';
import { isGone, type PayPalState } from '../paypal-state';

const ROWS = 100;

export function ledgerPage(ledger: Ledger): Reply {
  const totals = Object.entries(ledger.totals).map(
    ([currency, sum]) =>
      html`<p>
        Captured ${readableMoney({ minor: sum.capturedMinor, currency })}, returned
        ${readableMoney({ minor: sum.refundedMinor + sum.reversedMinor, currency })}.
      </p>`
  );
  const content = html`<h1>Ledger</h1>
    <section class="card">
      ${totals.length === 0 ? html`<p>No order has been made yet.</p>` : totals}
      <p class="soft">
        The newest ${ROWS} orders; all of them as JSON at <a href="/_sandbox/ledger">/_sandbox/ledger</a>.
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">Order</th>
            <th scope="col">State</th>
            <th scope="col" class="num">Amount</th>
            <th scope="col" class="num">Captured</th>
            <th scope="col" class="num">Returned</th>
            <th scope="col">Captures and refunds</th>
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
  const { currency } = entry;
  const moves = entry.captures.flatMap((capture) => [
    html`${capture.status}${capture.isDisputed ? ', disputed' : ''} ${minute(capture.at)}<br />`,
    ...capture.refunds.map(
      (refund) =>
        html`${refund.isReversal ? 'reversal' : 'refund'} ${refund.amount} ${refund.status} ${minute(refund.at)}<br />`
    ),
  ]);
  return html`<tr>
    <td class="mono">
      ${entry.id}${entry.customId === null ? '' : html`<br /><span class="soft">for ${entry.customId}</span>`}
    </td>
    <td>${entry.status}</td>
    <td class="num">${readableMoney({ minor: entry.amountMinor, currency })}</td>
    <td class="num">${readableMoney({ minor: entry.capturedMinor, currency })}</td>
    <td class="num">${readableMoney({ minor: entry.refundedMinor + entry.reversedMinor, currency })}</td>
    <td>${moves}</td>
  </tr>`;
}

function minute(at: string): string {
  return at.slice(0, 16).replace('T', ' ');
}

export function openOrdersPage(state: PayPalState): Reply {
  const open = state.orders.all().filter((order) => order.status !== 'COMPLETED' && !isGone(state, order));
  const rows = open
    .slice(-ROWS)
    .reverse()
    .map(
      (order) =>
        html`<tr>
          <td><a href="${payPageUrl(state, order.id)}">${readableMoney(order.amount)}</a></td>
          <td>${order.status}</td>
          <td>${order.description ?? ''}</td>
          <td class="mono">${order.customId ?? ''}</td>
          <td>${minute(new Date(order.expiresAt).toISOString())}</td>
        </tr>`
    );
  const table = html`<table>
    <thead>
      <tr>
        <th scope="col">Pay page</th>
        <th scope="col">State</th>
        <th scope="col">For</th>
        <th scope="col">Reference</th>
        <th scope="col">Open until (UTC)</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
  const content = html`<h1>Open PayPal orders</h1>
    <section class="card">
      ${rows.length === 0 ? html`<p>No payment is waiting. Pay an order by PayPal and its page appears here.</p>` : table}
    </section>
    <p><a href="/ledger">Ledger</a> · <a href="/webhooks">Webhook deliveries</a></p>`;
  return pageReply('Open PayPal orders', content);
}
