import type { Locale } from '../../domain/billing/billing-data';
import type { Recipient } from '../../db/mail/mail-row';
import { readUserRecipient } from '../../db/mail/user-recipients';
import type { Db } from '../../db/shared/connection';
import type { OrderFactsRow } from '../../db/shared/order-facts';

export interface Addressee {
  readonly recipient: Recipient;
  readonly locale: Locale;
}

/** The order's own copy of its billing contact. */
export function billingContact({ billing }: OrderFactsRow): Addressee {
  const name = `${billing.firstName} ${billing.lastName}`.trim();
  return { recipient: { name, address: billing.email }, locale: billing.locale };
}

/** Who placed the order; the billing contact in place of a person whose access has ended. */
export async function buyerOf(trx: Db, order: OrderFactsRow): Promise<Addressee> {
  return (await readUserRecipient(trx, order.buyerId)) ?? billingContact(order);
}

export function isSameAddress(one: Addressee, other: Addressee): boolean {
  return one.recipient.address.toLowerCase() === other.recipient.address.toLowerCase();
}

/** What a mail is about, as its row names it. */
export function mailSubjectOf({ partnerId, orderId, companyId }: OrderFactsRow) {
  return { partnerId, orderId, companyId };
}
