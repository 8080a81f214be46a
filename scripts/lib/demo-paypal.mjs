import { whereTo } from './demo-http.mjs';
import { chooseCompany, placeOrder, seeCompleted } from './demo-order.mjs';
import { check, inWords, say } from './demo-say.mjs';
import { approveAtPayPal, takenFor } from './demo-stand-ins.mjs';

/** Five meeting rooms, paid by PayPal: the payer agrees there, the money is captured from here. */
export async function playPayPal(demo) {
  const { ada, env } = demo;
  const wanted = await chooseCompany(demo, ['WP-1004', 'WP-1005', 'WP-1006'], {
    service: 'meeting_room',
    units: () => 5,
  });
  const order = await placeOrder(demo, wanted, 'paypal');
  const { checkout } = await ada.order(order.orderId, ({ checkout: { state } }) => state === 'open');
  say(`PayPal's page: ${checkout.url}`);
  const { paypalOrder, redirectTo } = await approveAtPayPal(env, checkout.url);
  const since = performance.now();
  say(`The payer agrees to PayPal order ${paypalOrder}; no money has moved yet.`);
  say(`PayPal sends the browser back, and Purser sends it on to ${await whereTo(redirectTo)}.`);
  await seeCompleted(demo, order, { since, event: 'the payer agreed' });

  const { gross } = order.totals;
  const taken = await takenFor(env, { provider: 'paypal', orderId: order.orderId, currency: gross.currency });
  say(`PayPal's own books: ${inWords({ ...gross, amountMinor: taken })} captured for the order.`);
  check(taken === gross.amountMinor, 'PayPal captured the total, once');
}
