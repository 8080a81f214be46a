import { z } from 'zod';
import { AUTO_RENEW_CHOICES, ORDER_KINDS, PAYMENT_METHODS } from '../../domain/order/order-kind';
import { ORDER_STATES } from '../../domain/order/order-state';
import { ACTING } from '../../domain/order/waiting-for';
import { billingAnswer } from '../http/billing-fields';
import {
  idField,
  instantField,
  lineField,
  linesField,
  moneyField,
  optionalLineField,
  periodField,
  dateField,
} from '../http/fields';
import { pricedLineSchema, taxLineSchema, totalsSchema } from '../http/price-schemas';
import { disputeOfOrderSchema, refundAtProviderSchema } from '../shared/money-back-schemas';
import { rejectionSchema } from '../shared/rejection-schema';

/** By id or by number, `ORD-2026-000123`. */
export const orderRefField = z.union([idField, z.string().regex(/^ORD-\d{4}-\d{6,12}$/)]);
export const orderRefParams = z.strictObject({ order: orderRefField.describe('Order id or order number') });

/** `in_progress` is what partners see of an order that our staff looks into. */
export const stateField = z.enum([...ORDER_STATES, 'in_progress']);

/** Every field has its own limit, so that a remark never breaks a list or an export. */
export const remarksFields = z
  .strictObject({
    poNumber: optionalLineField(64).default(''),
    customReference: optionalLineField(100).default(''),
    orderOwner: optionalLineField(100).default(''),
    comment: linesField(2_000).default(''),
  })
  .meta({ id: 'OrderRemarks' });

const remarksAnswer = z.strictObject({
  poNumber: z.string(),
  customReference: z.string(),
  orderOwner: z.string(),
  comment: z.string(),
});

/** What goes with the choice of a method, at checkout and at its change. */
export const methodWishFields = {
  autoRenew: z.enum(AUTO_RENEW_CHOICES),
  consent: z
    .strictObject({ textVersion: lineField(40), accepted: z.literal(true) })
    .optional()
    .describe('Needed with `enable`: the buyer accepts that the method is saved and charged later'),
  piNumber: lineField(64).optional().describe('Offline only: the proforma that the buyer pays by'),
};

const factsSchema = z
  .strictObject({
    paidAt: instantField.nullable(),
    activatedAt: instantField.nullable(),
    invoicedAt: instantField.nullable(),
    armedAt: instantField.nullable().describe('Renewal and reminders planned'),
    completedAt: instantField.nullable(),
    mailedAt: instantField.nullable(),
    closedAt: instantField.nullable(),
  })
  .meta({ id: 'OrderFacts', description: 'What is done, and since when' });

const checkoutStateField = z
  .enum(['none', 'opening', 'open', 'capturing', 'paid', 'expired', 'voided', 'failed'])
  .describe('`capturing`: the buyer has agreed and the money is being taken');

const checkoutSchema = z
  .strictObject({
    state: checkoutStateField,
    url: z.string().nullable().describe('The provider’s payment page, for those who may pay'),
    expiresAt: instantField.nullable(),
    lastProblem: z.string().nullable().describe('Why the provider turned the last try down'),
  })
  .meta({ id: 'Checkout' });

const waysFields = {
  canPayNow: z.boolean().describe('You can open a payment page now'),
  canCancel: z.boolean().describe('You can cancel the order now'),
  changeableTo: z
    .array(z.enum(['card', 'paypal', 'offline']))
    .describe('Methods that you can change to now; empty when the method stays as it is'),
};

const paymentSchema = z
  .strictObject({
    received: moneyField.describe('Bank money that has come for the order'),
    shortfall: moneyField.describe('What was closed as bank charges'),
    open: moneyField.describe('What is still missing'),
    isAnnounced: z.boolean().describe('The provider has announced money that has not settled yet'),
    piNumber: z.string().nullable().describe('Proforma that the buyer named'),
    piFlagged: z.boolean().nullable().describe('Staff only: that number is not registered for this partner'),
    proformaNo: z.string().nullable().describe('Number of our own proforma for this order'),
    approvalSince: instantField.nullable().describe('Since when a second person is asked to approve the money'),
    prolongedCount: z.int().describe('How often the deadline was moved'),
    ...waysFields,
  })
  .meta({ id: 'OrderPayment', description: 'What has been paid, and what can still be done about it' });

const refundShownSchema = z
  .strictObject({
    refundId: idField,
    amount: z.strictObject({ amountMinor: z.int(), currency: z.string() }),
    state: z.enum(['in_progress', 'done']),
    wantedAt: instantField,
    returnedAt: instantField.nullable().describe('When the money was back'),
  })
  .meta({ id: 'OrderRefund' });

export const orderSchema = z
  .strictObject({
    orderId: idField,
    orderNo: z.string(),
    state: stateField,
    kind: z.enum(ORDER_KINDS),
    method: z.enum(PAYMENT_METHODS),
    partner: z.strictObject({ partnerId: z.string(), name: z.string() }),
    company: z.strictObject({ companyId: z.string(), name: z.string() }),
    buyer: z.strictObject({ userId: z.string(), name: z.string() }),
    quoteId: z.string(),
    lines: z.array(pricedLineSchema),
    taxLines: z.array(taxLineSchema),
    totals: totalsSchema,
    term: periodField,
    autoRenew: z.enum(AUTO_RENEW_CHOICES),
    termsVersion: z.string(),
    billing: billingAnswer,
    billingContactId: z.string().nullable(),
    placedAt: instantField,
    deadlineAt: instantField,
    facts: factsSchema,
    checkout: checkoutSchema,
    payment: paymentSchema,
    waitingFor: z.string().describe('What happens next, or what is missing'),
    whoActs: z.enum(ACTING),
    parked: z
      .strictObject({ at: instantField, step: z.string(), reason: z.string() })
      .nullable()
      .describe('Staff only: where and why the order stopped'),
    rejection: rejectionSchema.nullable().describe('Staff only: the money that had come was turned down'),
    invoice: z.strictObject({ invoiceId: z.string(), invoiceNo: z.string(), issuedOn: dateField }).nullable(),
    refunds: z.array(refundShownSchema).describe('Money of the order that goes back, or went back'),
    disputes: z.array(disputeOfOrderSchema).nullable().describe('Staff only: what payers have complained about'),
    refundsAtProvider: z.array(refundAtProviderSchema),
    remarks: remarksAnswer,
  })
  .meta({ id: 'Order' });

export type OrderAnswer = z.input<typeof orderSchema>;

export const orderListItemSchema = z
  .strictObject({
    orderId: idField,
    orderNo: z.string(),
    state: stateField,
    kind: z.enum(ORDER_KINDS),
    method: z.enum(PAYMENT_METHODS),
    partner: z.strictObject({ partnerId: z.string(), name: z.string() }),
    company: z.strictObject({ companyId: z.string(), name: z.string() }),
    gross: moneyField,
    open: moneyField.describe('What is still to be paid; zero once the order is paid or has ended'),
    checkoutState: checkoutStateField,
    waitingFor: z.string(),
    whoActs: z.enum(ACTING),
    ...waysFields,
    placedAt: instantField,
    deadlineAt: instantField,
    completedAt: instantField.nullable(),
    invoiceNo: z.string().nullable(),
    poNumber: z.string(),
    customReference: z.string(),
  })
  .meta({ id: 'OrderListItem' });
