import { chooseCompany, placeOrder, seeCompleted } from './demo-order.mjs';
import { check, inWords, say } from './demo-say.mjs';
import { payByCard, takenFor } from './demo-stand-ins.mjs';

const CARD = '4242424242424242';

/** Five meeting rooms, paid by card. */
export async function playCard(demo) {
  const { ada, env } = demo;
  const wanted = await chooseCompany(demo, ['WP-1001', 'WP-1005', 'WP-1006'], {
    service: 'meeting_room',
    units: () => 5,
  });
  const order = await placeOrder(demo, wanted, 'card');
  const { checkout } = await ada.order(order.orderId, ({ checkout: { state } }) => state === 'open');
  say(`Payment page: ${checkout.url}`);
  await payByCard(env, checkout.url, CARD);
  const since = performance.now();
  say('The test card 4242 … is accepted on the page.');
  await seeCompleted(demo, order, { since, event: 'the card was accepted' });

  const { gross } = order.totals;
  const taken = await takenFor(env, { provider: 'card', orderId: order.orderId, currency: gross.currency });
  say(`Stripe's own books: ${inWords({ ...gross, amountMinor: taken })} taken for the order.`);
  check(taken === gross.amountMinor, 'the card was charged the total, once');
}
