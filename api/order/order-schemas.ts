import { z } from 'zod';
import { AUTO_RENEW_CHOICES, ORDER_KINDS, PAYMENT_METHODS } from '../../domain/order/order-kind';
import { ORDER_STATES } from '../../domain/order/order-state';
import { ACTING } from '../../domain/order/waiting-for';
import { billingAnswer } from '../http/billing-fields';
import {
  idField,
  instantField,
  linesField,
  moneyField,
  optionalLineField,
  periodField,
  dateField,
} from '../http/fields';
import { pricedLineSchema, taxLineSchema, totalsSchema } from '../http/price-schemas';

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

const checkoutSchema = z
  .strictObject({
    state: z.enum(['none', 'opening', 'open', 'paid', 'expired', 'voided', 'failed']),
    url: z.string().nullable().describe('The provider’s payment page, for those who may pay'),
    expiresAt: instantField.nullable(),
    lastProblem: z.string().nullable().describe('Why the provider turned the last try down'),
  })
  .meta({ id: 'Checkout' });

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
    waitingFor: z.string().describe('What happens next, or what is missing'),
    whoActs: z.enum(ACTING),
    parked: z
      .strictObject({ at: instantField, step: z.string(), reason: z.string() })
      .nullable()
      .describe('Staff only: where and why the order stopped'),
    invoice: z.strictObject({ invoiceId: z.string(), invoiceNo: z.string(), issuedOn: dateField }).nullable(),
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
    placedAt: instantField,
    deadlineAt: instantField,
    completedAt: instantField.nullable(),
    invoiceNo: z.string().nullable(),
    poNumber: z.string(),
    customReference: z.string(),
  })
  .meta({ id: 'OrderListItem' });
