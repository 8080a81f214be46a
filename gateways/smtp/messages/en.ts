import { EN_BANK } from './en-bank';
import { EN_CREDIT_NOTE } from './en-credit-note';
import type { MailMessages, RenewalWords } from './mail-messages';

const afterTheLink =
  'When the link has expired or was used, its page sends you a new one. The invoice also stays in Purser under Orders, without a limit.';

export const EN: MailMessages = {
  greeting: (name) => (name === '' ? 'Hello,' : `Hello ${name},`),
  footer: 'Purser sends this mail automatically. Questions? Your account manager is glad to help.',
  colon: ': ',
  facts: {
    order: 'Order',
    invoice: 'Invoice',
    creditNote: 'Credit note',
    company: 'Company',
    paidOn: 'Paid on',
    method: 'Payment method',
    total: 'Total',
    deadline: 'Payment deadline',
    plan: 'Plan',
    term: 'Term',
    expiresOn: 'Ends on',
    graceUntil: 'Can be renewed until',
    capacity: 'Capacity',
    autoRenew: 'Auto Renew',
    estimate: 'Estimated price',
    savedCard: 'Saved card',
    partner: 'Partner',
    amount: 'Amount',
    received: 'Received',
    open: 'Still open',
    proforma: 'Proforma invoice',
    pi: 'Your PI',
    accountHolder: 'Account holder',
    account: 'Account',
    bank: 'Bank, BIC / SWIFT',
    reference: 'Payment reference',
    waitingSince: 'Waiting since',
    returnedAt: 'Sent back on',
  },
  methods: {
    card: 'Debit or credit card',
    paypal: 'PayPal',
    offline: 'Bank transfer',
    saved: 'Saved payment method',
    none: 'Nothing to pay',
  },
  on: 'On',
  off: 'Off',
  monthly: '1 month',
  years: (years) => (years === 1 ? '1 year' : `${years} years`),
  estimateNote: 'at today’s prices',
  cardEnding: (brand, last4) => `${brand === '' ? 'Card' : brand} ending in ${last4}`,
  lines: {
    item: 'Item',
    amount: 'Net amount',
    resulting: (added, total) => `${added} added, ${total} in total`,
    net: 'Net total',
    tax: (percent, base) => `Tax ${percent} % on ${base}`,
    gross: 'Total',
    creditedUnits: (quantity, invoiced) => `${quantity} of ${invoiced} units credited`,
    creditedAmount: 'Part of the price credited; the units stay',
  },
  paymentReceived: {
    subject: ({ orderNo, invoiceNo, paid }) =>
      paid ? `Payment received for ${orderNo}: invoice ${invoiceNo}` : `${orderNo} is complete: invoice ${invoiceNo}`,
    preheader: ({ gross, company }) => `${gross} for ${company}. The capacity is active.`,
    heading: ({ paid }) => (paid ? 'Payment received, thank you' : 'Your order is complete'),
    paragraphs: ({ orderNo, company, gross, paid }) => [
      paid
        ? `We received ${gross} for order ${orderNo}. What was bought for ${company} is active now.`
        : `Order ${orderNo} is complete, and what was ordered for ${company} is active now. There was nothing to pay.`,
    ],
    button: 'Get the invoice',
    notes: ({ linkValidHours }) => [
      `The link works for ${linkValidHours} hours after this mail was sent and gives the invoice once.`,
      afterTheLink,
    ],
  },
  paymentSummary: {
    subject: ({ orderNo, paid }) => (paid ? `Payment received for ${orderNo}` : `${orderNo} is complete`),
    preheader: ({ gross, company }) => `${gross} for ${company}. The capacity is active.`,
    heading: ({ paid }) => (paid ? 'Payment received, thank you' : 'Your order is complete'),
    paragraphs: ({ orderNo, company, gross, paid }) => [
      paid
        ? `We received ${gross} for your order ${orderNo}. What you bought for ${company} is active now.`
        : `Your order ${orderNo} is complete, and what you ordered for ${company} is active now. There was nothing to pay.`,
      'The billing contact of the order gets the invoice in a mail of its own.',
    ],
    button: 'Open Purser',
    notes: () => ['You find the order and its invoice in Purser under Orders, without a limit.'],
  },
  creditNote: EN_CREDIT_NOTE,
  bank: EN_BANK,
  orderExpired: {
    subject: ({ orderNo }) => `${orderNo} has expired unpaid`,
    preheader: () => 'Nothing was charged, nothing has changed.',
    heading: () => 'Your order has expired',
    paragraphs: ({ orderNo, companyId, deadline }) => [
      deadline === null
        ? `No payment arrived for order ${orderNo}, so it was closed.`
        : `No payment arrived for order ${orderNo} until ${deadline}, so it was closed.`,
      `Nothing was charged, and the capacity of company ${companyId} is as it was. You can order again at any time.`,
    ],
    button: 'Order again',
    notes: () => ['If you have paid all the same, our staff see it and get in touch with you.'],
  },
  orderCancelled: {
    subject: ({ orderNo }) => `${orderNo} was cancelled`,
    preheader: ({ returned }) =>
      returned === null ? 'Nothing was charged, nothing has changed.' : `${returned} goes back to you.`,
    heading: () => 'Your order was cancelled',
    paragraphs: ({ orderNo, companyId, returned }) => [
      returned === null
        ? `Order ${orderNo} was cancelled before it was paid.`
        : `Order ${orderNo} was cancelled before it was paid in full. The ${returned} that had arrived goes back to the account it came from.`,
      `Nothing was charged, and the capacity of company ${companyId} is as it was.`,
    ],
    button: 'Open Purser',
    notes: () => ['You did not expect this? Please ask the person who places your orders, or your account manager.'],
  },
  renewalReminder: {
    subject: ({ company, expiresOn, today }) =>
      today ? `The plan of ${company} ends today` : `The plan of ${company} ends on ${expiresOn}: please renew`,
    preheader: ({ plan, expiresOn }) => `${plan}, ends on ${expiresOn}.`,
    heading: ({ today }) => (today ? 'Your plan ends today' : 'Please renew your plan'),
    paragraphs: renewalParagraphs,
    button: 'Open Purser',
    notes: ({ autoRenew }) =>
      autoRenew
        ? [
            'You do not want to renew? Then there is nothing to do. Auto Renew can be switched off in Purser at any time.',
          ]
        : ['You do not want to renew? Then there is nothing to do.'],
  },
  invoiceLink: {
    subject: ({ invoiceNo }) => `Your new link to invoice ${invoiceNo}`,
    preheader: ({ linkValidHours }) => `It works for ${linkValidHours} hours and once.`,
    heading: () => 'Your new invoice link',
    paragraphs: ({ orderNo, invoiceNo }) => [
      `Here is the new link to invoice ${invoiceNo} of order ${orderNo}. Links sent earlier no longer work.`,
    ],
    button: 'Get the invoice',
    notes: ({ linkValidHours }) => [
      `The link works for ${linkValidHours} hours after this mail was sent and gives the invoice once.`,
      afterTheLink,
    ],
  },
};

function renewalParagraphs({ company, plan, expiresOn, graceUntil, autoRenew, today }: RenewalWords): string[] {
  const ends = today
    ? `The ${plan} of ${company} ends today, ${expiresOn}, and has not been renewed.`
    : `The ${plan} of ${company} ends on ${expiresOn}.`;
  const card = autoRenew
    ? 'Auto Renew is switched on, but this renewal is not charged by itself yet. Please ask your account manager to renew.'
    : 'Auto Renew is switched off, so nothing is charged by itself. Please ask your account manager to renew.';
  return [ends, card, `The capacity stays until ${graceUntil}; until then the plan can still be renewed.`];
}
