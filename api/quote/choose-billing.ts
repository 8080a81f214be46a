import { findContact } from '../../db/contact/contacts';
import type { PartnerScope } from '../../db/shared/partner-scope';
import type { BillingData } from '../../domain/billing/billing-data';
import type { ApiDeps } from '../http/api-deps';
import { invalidInput } from '../http/app-error';
import type { Caller } from '../http/caller';

export interface BillingChoice {
  readonly data: BillingData;
  /** Null for data of this order only, and for the buyer's own. */
  readonly contactId: string | null;
}

export interface BillingWish {
  readonly wish: { readonly contactId: string } | { readonly data: BillingData } | undefined;
  readonly caller: Caller;
  readonly scope: PartnerScope;
}

/** @throws AppError 422, for another partner's contact as for none at all */
export async function chooseBilling(deps: ApiDeps, { wish, caller, scope }: BillingWish): Promise<BillingChoice> {
  if (wish === undefined) {
    if (caller.billing !== null) return { data: caller.billing, contactId: null };
    throw problem('billing', 'required', 'is needed: your own sign-in has no billing data');
  }
  if ('data' in wish) return { data: wish.data, contactId: null };
  const contact = await findContact(deps.db, scope, wish.contactId);
  if (contact === undefined) {
    throw problem('billing.contactId', 'contact_not_found', 'is none of your billing contacts; choose one of the list');
  }
  return { data: contact.data, contactId: contact.contactId };
}

function problem(field: string, code: string, message: string): Error {
  return invalidInput([{ field, code, message }]);
}
