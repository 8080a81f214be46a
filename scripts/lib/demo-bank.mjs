import { chooseCompany, placeOrder, quoteFor, seeCompleted } from './demo-order.mjs';
import { check, inWords, say } from './demo-say.mjs';
import { mailAbout, workplace } from './demo-stand-ins.mjs';

/** Above it a second person approves: the sample policy for US dollars, in minor units. */
const APPROVAL_ABOVE_MINOR = 1_000_000;

/** Desks for more than the limit, paid by bank transfer and approved by a second person. */
export async function playBankTransfer(demo) {
  const { ada, fred } = demo;
  const wanted = await chooseCompany(demo, ['WP-1005', 'WP-1001'], {
    service: 'desk',
    units: (companyId, { step }) => unitsAboveLimit(demo, companyId, step),
  });
  const order = await placeOrder(demo, wanted, 'offline');
  check(order.totals.gross.amountMinor > APPROVAL_ABOVE_MINOR, 'the total is above the limit for approval');
  const account = await readHowToPay(demo, order);
  await recordReceipt(demo, order, account);
  await seeApprovalAsked(demo, order);

  await fred.post(`/v1/orders/${order.orderId}/approve`, {});
  const since = performance.now();
  say(`${fred.who} approves.`);
  await seeCompleted(demo, order, { since, event: 'the approval' });
  const { payment } = await ada.get(`/v1/orders/${order.orderId}`);
  check(payment.open.amountMinor === 0, 'nothing is open on the order');
  const { items } = await fred.get('/v1/approvals?limit=100');
  check(!items.some(({ orderId }) => orderId === order.orderId), 'the order waits for nobody’s approval any more');
}

/** The price of a unit depends on the day, so the number of units follows from a first, small quote. */
async function unitsAboveLimit(demo, companyId, step) {
  const units = step * 20;
  const { totals } = await quoteFor(demo, { companyId, service: 'desk', units });
  return step * Math.ceil((APPROVAL_ABOVE_MINOR * 1.05 * units) / totals.gross.amountMinor / step);
}

/** The buyer's mail, with proforma; its account is the one to pay to. */
async function readHowToPay({ ada, env }, { orderId, orderNo }) {
  const mail = await mailAbout(env, orderNo);
  const { payment } = await ada.order(orderId, ({ payment: { proformaNo } }) => proformaNo !== null);
  say(`Proforma ${payment.proformaNo}. Mail to ${mail.to.join(', ')}: "${mail.subject}",`);
  say(`  with ${mail.attachments.map(({ name }) => name).join(', ')}, Message-ID ${mail.messageId}.`);
  const account = /^Account: (\S+)/m.exec(mail.text)?.[1];
  check(account !== undefined, 'the mail names the account to pay to');
  return account;
}

async function recordReceipt({ anna }, { orderId, orderNo, totals, placedAt, partner }, account) {
  const { receipt, allocations } = await anna.post('/v1/receipts', {
    account,
    valueDate: placedAt.slice(0, 10),
    bankReference: `DEMO ${orderNo}`,
    amount: totals.gross,
    payer: partner.name,
    partnerId: partner.partnerId,
    allocations: [{ orderId, amountMinor: totals.gross.amountMinor }],
  });
  say(`${anna.who} records ${inWords(receipt.amount)} of ${receipt.valueDate} on account ${receipt.account}`);
  say(`  and allocates it to ${orderNo}: ${allocations.map(({ outcome }) => outcome).join(', ')}.`);
  check(allocations.length === 1 && allocations[0].outcome === 'done', 'the receipt pays the order');
}

async function seeApprovalAsked({ ada, anna, fred, env }, { orderId, wanted, before }) {
  const waiting = await ada.order(orderId, ({ state }) => state === 'awaiting_approval');
  say(`The order waits for: ${waiting.waitingFor}. Whose turn it is: ${waiting.whoActs}.`);
  const { capacities } = await workplace(env, wanted.companyId);
  check(capacities[wanted.service] === before.capacities[wanted.service], 'nothing is active before the approval');

  const refusal = await anna.postInVain(`/v1/orders/${orderId}/approve`, {});
  say(`${anna.who} tries to approve it: ${refusal.status} ${refusal.code}, "${refusal.detail}"`);
  const { state } = await ada.get(`/v1/orders/${orderId}`);
  check(state === 'awaiting_approval', 'a refused approval changes nothing');

  const { items } = await fred.get('/v1/approvals?limit=100');
  const asked = items.find((item) => item.orderId === orderId);
  check(asked?.mayApprove === true, 'finance is asked to approve it');
  say(
    `${fred.who} is asked: ${inWords(asked.received)} recorded by ${asked.recordedBy.map(({ name }) => name).join(', ')}.`
  );
}
