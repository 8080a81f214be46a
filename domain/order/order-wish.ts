import { AUTO_RENEW_CHOICES, PAYMENT_METHODS, type AutoRenewChoice, type PaymentMethod } from './order-kind';

/** What a person agreed to when Auto Renew was ticked. */
export interface ConsentWish {
  readonly textVersion: string;
}

/** The body of an order request as it is stored; the quote holds everything that is charged. */
export interface OrderWish {
  readonly quoteId: string;
  readonly method: PaymentMethod;
  readonly autoRenew: AutoRenewChoice;
  readonly consent: ConsentWish | null;
  /** Proforma that the buyer names with an offline order, as typed; null for none. */
  readonly piNumber: string | null;
  /** Accepted version of the terms of sale. */
  readonly termsVersion: string;
  readonly remarks: {
    readonly poNumber: string;
    readonly customReference: string;
    readonly orderOwner: string;
    readonly comment: string;
  };
}

/** null: the stored body is gone (30 days) or was not written by this code. */
export function parseOrderWish(body: unknown): OrderWish | null {
  if (!isRecord(body)) return null;
  const method = PAYMENT_METHODS.find((candidate) => candidate === body['method']);
  const autoRenew = AUTO_RENEW_CHOICES.find((candidate) => candidate === body['autoRenew']);
  const quoteId = textOf(body['quoteId']);
  const termsVersion = textOf(body['termsVersion']);
  if (method === undefined || autoRenew === undefined || quoteId === '' || termsVersion === '') return null;
  return {
    quoteId,
    method,
    autoRenew,
    termsVersion,
    consent: consentOf(body['consent']),
    piNumber: textOf(body['piNumber']) === '' ? null : textOf(body['piNumber']),
    remarks: remarksOf(body['remarks']),
  };
}

function consentOf(value: unknown): ConsentWish | null {
  return isRecord(value) && textOf(value['textVersion']) !== '' ? { textVersion: textOf(value['textVersion']) } : null;
}

function remarksOf(value: unknown): OrderWish['remarks'] {
  const remarks = isRecord(value) ? value : {};
  return {
    poNumber: textOf(remarks['poNumber']),
    customReference: textOf(remarks['customReference']),
    orderOwner: textOf(remarks['orderOwner']),
    comment: textOf(remarks['comment']),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
