import { html, pageReply, type Html } from '../../http/page';
import type { Reply } from '../../http/reply';
import { readableAmount } from '../amount-rules';
import { sessionTotal } from '../objects/session-object';
import type { SessionRow } from '../records';
import type { StripeState } from '../stripe-state';
import { testCardNumbers } from '../test-cards';

export interface PayPageInput {
  readonly error?: string;
  readonly values: Readonly<Record<string, string>>;
}

const MERCHANT = 'Purser';

export function payPage(state: StripeState, row: SessionRow, input: PayPageInput, status = 200): Reply {
  const total = readableAmount(sessionTotal(row), row.currency ?? '');
  const heading = row.mode === 'setup' ? `Save a card with ${MERCHANT}` : `Pay ${MERCHANT}`;
  const year = new Date(state.clock.now()).getUTCFullYear() + 5;
  const content = html`<div class="split">
      <section class="card" aria-labelledby="summary">
        <h1 id="summary">${heading}</h1>
        ${row.mode === 'setup' ? html`<p class="soft">Nothing is charged now. The card is kept for later payments.</p>` : lines(row, total)}
        ${row.setupFutureUsage === null ? '' : html`<p class="soft">This card will be kept for future payments, as you agreed.</p>`}
        <p class="soft">
          Open until ${new Date(row.expiresAt * 1000).toISOString().replace('T', ' ').slice(0, 16)} UTC.
        </p>
      </section>
      <section class="card" aria-labelledby="card-heading">
        <h2 id="card-heading" style="margin-top:0">Card</h2>
        ${input.error === undefined ? '' : html`<p class="error" role="alert" id="problem">${input.error}</p>`}
        <form method="post" action="/pay/${row.id}">
          ${fields(state, row, input, year)}
          <div class="row">
            <button type="submit">${row.mode === 'setup' ? 'Save card' : `Pay ${total}`}</button>
            ${row.cancelUrl === null ? '' : html`<a class="button plain" href="${row.cancelUrl}">Cancel</a>`}
          </div>
        </form>
      </section>
    </div>
    ${cardList(row)}`;
  return pageReply(heading, content, status);
}

function lines(row: SessionRow, total: string): Html {
  const currency = row.currency ?? '';
  return html`<p class="total">${total}</p>
    <table>
      <thead>
        <tr>
          <th scope="col">Item</th>
          <th scope="col" class="num">Quantity</th>
          <th scope="col" class="num">Amount</th>
        </tr>
      </thead>
      <tbody>
        ${row.lines.map(
          (line) =>
            html`<tr>
              <td>${line.name}</td>
              <td class="num">${line.quantity}</td>
              <td class="num">${readableAmount(line.unitAmount * line.quantity, currency)}</td>
            </tr>`
        )}
      </tbody>
    </table>`;
}

function fields(state: StripeState, row: SessionRow, input: PayPageInput, year: number): Html {
  const value = (name: string, fallback = ''): string => input.values[name] ?? fallback;
  const customer = row.customer === null ? undefined : state.customers.get(row.customer);
  const email = row.customerEmail ?? customer?.email ?? '';
  const described = input.error === undefined ? '' : 'problem';
  return html`<label for="email">E-mail</label>
    <input id="email" name="email" type="email" autocomplete="off" maxlength="200" value="${value('email', email)}" />
    <label for="card">Card number</label>
    <input
      id="card"
      name="card"
      required
      inputmode="numeric"
      autocomplete="off"
      maxlength="23"
      aria-describedby="${described}"
      placeholder="4242 4242 4242 4242"
      value="${value('card')}"
    />
    <div class="two">
      <div>
        <label for="expiry">Expiry (MM / YY)</label>
        <input
          id="expiry"
          name="expiry"
          required
          autocomplete="off"
          maxlength="9"
          value="${value('expiry', `12 / ${year % 100}`)}"
        />
      </div>
      <div>
        <label for="cvc">Security code</label>
        <input
          id="cvc"
          name="cvc"
          required
          inputmode="numeric"
          autocomplete="off"
          maxlength="4"
          value="${value('cvc', '123')}"
        />
      </div>
    </div>
    <label for="name">Name on card</label>
    <input id="name" name="name" autocomplete="off" maxlength="200" value="${value('name', customer?.name ?? '')}" />`;
}

function cardList(row: SessionRow): Html {
  return html`<section class="card" aria-labelledby="test-cards">
    <h2 id="test-cards" style="margin-top:0">Test cards</h2>
    <p class="soft">Only these numbers are accepted; choosing one fills it in. Never type a real card.</p>
    <table>
      ${testCardNumbers().map(({ number, label }) => {
        const spaced = number.replace(/(\d{4})(?=\d)/g, '$1 ');
        return html`<tr>
          <td class="mono"><a href="/pay/${row.id}?card=${number}">${spaced}</a></td>
          <td>${label}</td>
        </tr>`;
      })}
    </table>
  </section>`;
}

export function closedPage(row: SessionRow, closed: { status: string; redirectTo: string | null }): Reply {
  const complete = closed.status === 'complete';
  const title = complete ? 'This payment is complete' : 'This payment page has expired';
  const content = html`<section class="card">
    <h1>${title}</h1>
    <p>
      ${complete ? 'Nothing more is to be done here.' : 'Nothing was charged. Go back to the shop to start a new payment.'}
    </p>
    <div class="row">
      ${closed.redirectTo === null ? '' : html`<a class="button" href="${closed.redirectTo}">Back to the shop</a>`}
      ${complete || row.cancelUrl === null ? '' : html`<a class="button" href="${row.cancelUrl}">Back to the shop</a>`}
    </div>
  </section>`;
  return pageReply(title, content, complete ? 200 : 410);
}
