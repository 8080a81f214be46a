import { z } from 'zod';
import { CYCLES, PLANS, SERVICES } from '../../domain/catalogue/plan';
import { CREDIT_CAUSES } from '../../domain/invoice/credit-note-body';
import type { MailKind } from '../../domain/mail/mail-kind';
import { CURRENCIES } from '../../domain/money/money';
import { PAYMENT_METHODS } from '../../domain/order/order-kind';
import { PROVIDER_NAMES } from '../../domain/payment/provider-name';
import { TAX_CATEGORIES } from '../../domain/tax/tax-line';
import { isInstant, isIsoDate } from '../../domain/time/calendar';

const money = z.object({ amountMinor: z.int(), currency: z.enum(CURRENCIES) });
const day = z.string().refine(isIsoDate);
const instant = z.string().refine(isInstant);
const count = z.int().min(0);
const webAddress = z.url({ protocol: /^https?$/ }).max(2_000);
/** Names are as long as somebody typed them; the bounds are those of the API with room to spare. */
const text = z.string().max(1_000);

const item = z.union([
  z.object({ type: z.literal('plan'), plan: z.enum(PLANS) }),
  z.object({ type: z.literal('service'), service: z.enum(SERVICES) }),
]);

const line = z.object({
  lineNo: count,
  item,
  quantity: count,
  resultingTotal: count,
  listUnit: money,
  discountBasisPoints: count,
  daysCharged: count,
  daysInTerm: count,
  period: z.object({ from: day, until: day }),
  list: money,
  discount: money,
  net: money,
});

const taxLine = z.object({
  category: z.enum(TAX_CATEGORIES),
  rateBasisPoints: count,
  base: money,
  tax: money,
  country: text,
  rateValidUntil: z.string().nullable(),
});

/** The parts of an invoice's body that its mails repeat, under the same names: the body itself fits. */
const orderDocument = z.object({
  recipientName: text,
  orderNo: text,
  invoiceNo: text,
  companyId: text,
  companyName: text,
  paymentMethod: z.enum(PAYMENT_METHODS),
  /** null where nothing was to pay. */
  paidOn: day.nullable(),
  lines: z.array(line).min(1).max(100),
  taxLines: z.array(taxLine).max(20),
  totals: z.object({ net: money, tax: money, gross: money }),
});

/** The parts of a credit note's body that its mail repeats, under the same names. */
const creditNote = z.object({
  recipientName: text,
  orderNo: text,
  invoiceNo: text,
  creditNoteNo: text,
  companyId: text,
  companyName: text,
  cause: z.enum(CREDIT_CAUSES),
  /** Zero where no money moves. */
  returned: money,
  lines: z
    .array(z.object({ item, quantity: count.nullable(), invoicedQuantity: count, net: money }))
    .min(1)
    .max(100),
  taxLines: z.array(taxLine).max(20),
  totals: z.object({ net: money, tax: money, gross: money }),
});

const invoiceLink = z.object({ linkUrl: webAddress, linkValidHours: z.int().min(1) });

const endedOrder = z.object({
  recipientName: text,
  orderNo: text,
  companyId: text,
  total: money,
  deadlineAt: instant.nullable(),
});

/** Where to send the money; `bank` is null when the seller has no account in the currency. */
const transfer = z.object({
  bank: z
    .object({ currency: z.enum(CURRENCIES), bank: text, accountHolder: text, account: text, swift: text })
    .nullable(),
  reference: text,
});

const waitingOrder = z.object({
  recipientName: text,
  orderNo: text,
  companyId: text,
  total: money,
  deadlineAt: instant,
});
const bankMoney = z.object({ received: money, open: money });

const placedOffline = waitingOrder.extend({
  companyName: text,
  /** Attached to the mail; null when the order names a PI of the buyer's. */
  proformaNo: text.nullable(),
  piNumber: text.nullable(),
  /** Who gets in touch about the payment, as far as the partner has them. */
  accountManagerName: text.nullable(),
  distributorName: text.nullable(),
  ...transfer.shape,
});
const openOrder = waitingOrder.extend({ ...bankMoney.shape, ...transfer.shape });

const followUp = waitingOrder.extend({ partnerName: text, ageDays: count, ...bankMoney.shape });
const approval = z.object({
  recipientName: text,
  orderNo: text,
  partnerName: text,
  total: money,
  waitingSince: instant,
});
const lateMoney = z.object({
  recipientName: text,
  orderNo: text,
  companyId: text,
  amount: money,
  provider: z.enum(PROVIDER_NAMES),
  returnedAt: instant,
});

const refundReceipt = lateMoney.omit({ provider: true }).extend({ channel: z.enum(['provider', 'transfer']) });

const capacities = z.object({ meeting_room: count, location: count, desk: count, visitor: count });

const renewalReminder = z.object({
  recipientName: text,
  companyId: text,
  companyName: text,
  plan: z.enum(PLANS),
  termLength: z.object({ cycle: z.enum(CYCLES), years: count.nullable() }),
  capacities,
  /** First day that is no longer covered. */
  expiresOn: day,
  /** Until when a renewal is still possible after that day; the capacity stays so long. */
  graceUntil: day,
  autoRenew: z.boolean(),
  /** The mail of the last day itself. */
  today: z.boolean(),
  /** Gross, at today's prices; null where it is not known. */
  estimate: money.nullable(),
  savedCard: z.object({ brand: text.nullable(), last4: text.nullable() }).nullable(),
});

const linkMail = z.object({ recipientName: text, orderNo: text, invoiceNo: text }).extend(invoiceLink.shape);

/** What each kind of mail needs, as plain JSON, together with its kind; also the check of what a stored mail holds. */
const mailToRender = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('payment_received'), data: orderDocument.extend(invoiceLink.shape) }),
  z.object({ kind: z.literal('payment_summary'), data: orderDocument }),
  z.object({ kind: z.literal('order_placed_offline'), data: placedOffline }),
  z.object({ kind: z.literal('payment_partly_received'), data: openOrder }),
  z.object({ kind: z.literal('offline_follow_up'), data: followUp }),
  z.object({ kind: z.literal('approval_waiting'), data: approval }),
  z.object({ kind: z.literal('late_money_returned'), data: lateMoney }),
  z.object({ kind: z.literal('refund_receipt'), data: refundReceipt }),
  z.object({ kind: z.literal('order_expiring'), data: openOrder }),
  z.object({ kind: z.literal('credit_note'), data: creditNote }),
  z.object({ kind: z.literal('order_expired'), data: endedOrder }),
  z.object({ kind: z.literal('order_cancelled'), data: endedOrder.extend({ returned: money.nullish() }) }),
  z.object({ kind: z.literal('renewal_reminder'), data: renewalReminder }),
  z.object({ kind: z.literal('invoice_link'), data: linkMail }),
]);

export type MailToRender = z.output<typeof mailToRender>;
/** The kinds that have a template today. */
export type RenderedMailKind = Extract<MailToRender['kind'], MailKind>;
export type MailData = { readonly [M in MailToRender as M['kind']]: M['data'] };

/** Fields that the kind does not know are ignored. @throws Error that names the fields and none of their values. */
export function parseMail(kind: string, data: unknown): MailToRender {
  const parsed = mailToRender.safeParse({ kind, data });
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, code }) => `${path.join('.')} (${code})`);
  throw new Error(`the mail cannot be rendered, wrong are: ${fields.slice(0, 20).join(', ')}`);
}
