import { html, pageReply } from '../../http/page';
import type { Reply } from '../../http/reply';
import { readableAmount } from '../amount-rules';
import { NOT_WAITING } from '../answer-bank';
import type { PaymentIntentRow, SetupIntentRow } from '../records';
import type { StripeState } from '../stripe-state';

/** The bank's own page, where the payer proves to be the holder of the card (3-D Secure). */
export function authenticatePage(state: StripeState, intent: PaymentIntentRow | SetupIntentRow): Reply {
  if (intent.status !== 'requires_action') {
    const content = html`<section class="card">
      <h1>Nothing to confirm</h1>
      <p>${NOT_WAITING} Go back to the shop.</p>
    </section>`;
    return pageReply('Nothing to confirm', content, 410);
  }
  const card = state.paymentMethods.get(intent.paymentMethod ?? '');
  const what =
    'amount' in intent
      ? `a payment of ${readableAmount(intent.amount, intent.currency)}`
      : 'keeping your card for later payments';
  const content = html`<section class="card" style="max-width:32rem;margin:0 auto">
    <h1>Your bank asks: is this you?</h1>
    <p>Purser asks for ${what} with the card ending in ${card?.last4 ?? '????'}.</p>
    <form method="post" action="/authenticate/${intent.id}">
      <div class="row">
        <button name="answer" value="approve">Approve</button>
        <button class="plain" name="answer" value="refuse">Refuse</button>
      </div>
    </form>
  </section>`;
  return pageReply('Confirm with your bank', content);
}
