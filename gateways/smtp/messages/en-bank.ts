import type { BankMessages, PlacedOfflineWords } from './bank-messages';

export const EN_BANK: BankMessages = {
  accountOnRequest: 'Your account manager sends you the bank details',
  placedOffline: {
    subject: ({ orderNo, total }) => `How to pay ${orderNo}: ${total} by bank transfer`,
    preheader: ({ deadline }) => `Please pay until ${deadline}.`,
    heading: () => 'Your order waits for your bank transfer',
    paragraphs: (p) => [
      `Your order ${p.orderNo} for ${p.company} is placed. Please transfer ${p.total} to the account below until ${p.deadline}, and write the reference on the transfer.`,
      p.piNumber === null
        ? `The proforma invoice ${p.proformaNo ?? ''} is attached. It is not a tax invoice; that one follows after the payment.`
        : `You named your PI ${p.piNumber}, so there is no proforma invoice from us. The invoice follows after the payment.`,
      `${contact(p)} will contact you about the payment. What you ordered becomes active as soon as the whole amount has arrived.`,
    ],
    button: 'Open the order',
    notes: () => [
      'Please transfer the whole amount, with bank charges on your side. Without a payment by then the order closes, and nothing is charged.',
    ],
  },
  partlyReceived: {
    subject: ({ orderNo, open }) => `A part of ${orderNo} is paid, ${open} is still open`,
    preheader: ({ deadline }) => `Please transfer the rest until ${deadline}.`,
    heading: () => 'We have received a part of your payment',
    paragraphs: ({ orderNo, companyId, total, received, open, deadline }) => [
      `Of ${total} for order ${orderNo} for company ${companyId}, ${received ?? ''} has arrived. ${open} is still open.`,
      `Please transfer the rest until ${deadline}, with the same reference. What you ordered becomes active as soon as the whole amount has arrived.`,
    ],
    button: 'Open the order',
    notes: () => ['If the rest is under way already, there is nothing more to do.'],
  },
  expiring: {
    subject: ({ orderNo, open, received, deadline }) =>
      received === null
        ? `${orderNo} is still unpaid and closes on ${deadline}`
        : `${orderNo} is not paid in full: ${open} until ${deadline}`,
    preheader: ({ open }) => `${open} is still open.`,
    heading: () => 'Your order is waiting for payment',
    paragraphs: ({ orderNo, companyId, open, received, deadline }) => [
      `Order ${orderNo} for company ${companyId} is still waiting for ${open}.`,
      received === null
        ? `Without a payment it closes on ${deadline}, and nothing is charged.`
        : `${received} has arrived already. With it the order does not close by itself; please transfer the rest until ${deadline}, or talk to your account manager.`,
    ],
    button: 'Open the order',
    notes: () => ['If the payment is under way already, there is nothing more to do.'],
  },
  followUp: {
    subject: ({ orderNo, partner, open }) => `${orderNo} of ${partner} waits for ${open}`,
    preheader: ({ days, deadline }) => `Placed ${inDays(days)} ago, deadline ${deadline}.`,
    heading: () => 'An order waits for its bank transfer',
    paragraphs: ({ orderNo, partner, companyId, days, open, total, deadline }) => [
      `Order ${orderNo} of ${partner} for company ${companyId} was placed ${inDays(days)} ago. ${open} of ${total} is open, and the deadline is ${deadline}.`,
      'Please ask the partner about the transfer. Record the receipt when the bank shows it, or prolong the order if you agree on more time.',
    ],
    button: 'Open the order',
    notes: () => [
      'Without a payment the order closes at its deadline. With a receipt on it, it stays open and comes to you.',
    ],
  },
  approvalWaiting: {
    subject: ({ orderNo, total }) => `${orderNo} waits for approval: ${total}`,
    preheader: ({ partner, since }) => `${partner}, since ${since}.`,
    heading: () => 'An order waits for a second pair of eyes',
    paragraphs: ({ orderNo, partner, total, since }) => [
      `The bank transfer for order ${orderNo} of ${partner} over ${total} is recorded in full. Above the limit somebody with finance rights approves it first; it has been waiting since ${since}.`,
      'Please compare its receipts with the bank statement, then approve or reject the order. The partner’s capacity is activated only after that.',
    ],
    button: 'Open the order',
    notes: () => ['You get this mail every day until the order is approved or rejected.'],
  },
  lateMoneyReturned: {
    subject: ({ orderNo, amount }) => `We have sent ${amount} for ${orderNo} back to you`,
    preheader: () => 'There is nothing that you need to do.',
    heading: () => 'Your payment is on its way back',
    paragraphs: ({ orderNo, amount, method, at }) => [
      `${amount} was paid for order ${orderNo} when the order could no longer take it: it was closed, or paid already. We sent the money back on ${at}.`,
      `It returns the way it came (${method}). Until you see it, a few days may pass.`,
    ],
    button: 'Open Purser',
    notes: () => ['If you still want what you ordered, please place a new order.'],
  },
  refundReceipt: {
    subject: ({ orderNo, amount }) => `Refund receipt: ${amount} for ${orderNo}`,
    preheader: () => 'There is nothing that you need to do.',
    heading: () => 'Your order was refunded',
    paragraphs: ({ orderNo, amount, isTransfer, at }) => [
      `Order ${orderNo} could not be completed, so we sent back the whole ${amount} on ${at}.`,
      isTransfer
        ? 'It comes by bank transfer. Until you see it, a few days may pass.'
        : 'It returns the way it came. Until you see it, a few days may pass.',
    ],
    button: 'Open Purser',
    notes: () => ['No invoice was issued for this order, so this mail is your receipt of the refund.'],
  },
};

function inDays(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}

function contact({ accountManager, distributor }: PlacedOfflineWords): string {
  const manager = accountManager === null ? 'Your account manager' : `Your account manager ${accountManager}`;
  if (distributor !== null) return `${manager} or your distributor ${distributor}`;
  return accountManager === null ? 'Your account manager or local distributor' : manager;
}
