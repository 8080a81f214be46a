import type { StoredWish } from '../../db/order/order-requests';
import type { QuoteToOrder } from '../../db/order/quote-to-order-read-model';
import { METHOD_NAMES } from '../../domain/catalogue/offered-methods';
import { billingEquals } from '../../domain/billing/billing-equals';
import type { FieldProblem } from '../../domain/field-problem';
import type { Instant } from '../../domain/time/iso-date';
import type { PlaceRefusal } from '../../workflows/contracts/order-contract';
import { AppError } from '../http/app-error';
import { AUTO_RENEW_MESSAGE } from '../shared/auto-renew-message';
import { methodsFor, type OfferDeps } from '../shared/methods-for';
import { CONSENT_TEXT_VERSION, TERMS_VERSION } from '../http/terms';

/** What is wrong with the wish itself, whatever the quote says. */
export function wishProblems(wish: StoredWish): FieldProblem[] {
  if (wish.termsVersion === TERMS_VERSION) return methodWishProblems(wish);
  const message = 'are not in force any more; load the page again, read the new terms and accept them';
  return [{ field: 'termsVersion', code: 'terms_outdated', message }, ...methodWishProblems(wish)];
}

/** For programs: the versions that the sentences of these problems leave out. */
export function invalidWish(problems: readonly FieldProblem[]): AppError {
  const inForce = { termsVersion: TERMS_VERSION, consentTextVersion: CONSENT_TEXT_VERSION };
  return new AppError('invalid_input', { errors: problems, extra: { inForce } });
}

/** Whether method, Auto Renew, consent and proforma go together; also asked when an order changes its method. */
export function methodWishProblems(
  wish: Pick<StoredWish, 'method' | 'autoRenew' | 'consent' | 'piNumber'>
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (wish.autoRenew === 'enable' && wish.method === 'offline') {
    problems.push({ field: 'autoRenew', code: 'auto_renew_not_possible', message: AUTO_RENEW_MESSAGE });
  }
  if (wish.autoRenew === 'enable' && wish.consent === null) {
    const message = 'is needed to switch Auto Renew on: the buyer accepts that the method is saved and charged later';
    problems.push({ field: 'consent', code: 'required', message });
  }
  if (wish.consent !== null && wish.consent.textVersion !== CONSENT_TEXT_VERSION) {
    const message = 'is to a text that is not in force any more; load the page again, read the new one and agree to it';
    problems.push({ field: 'consent.textVersion', code: 'consent_outdated', message });
  }
  if (wish.piNumber !== null && wish.method !== 'offline') {
    const message = 'goes with an offline order only; leave it out';
    problems.push({ field: 'piNumber', code: 'pi_needs_offline', message });
  }
  return problems;
}

/** The methods of this quote, as they are offered to its seller, currency and total. */
export function methodProblem(deps: OfferDeps, wish: StoredWish, { quote }: QuoteToOrder): FieldProblem | null {
  const { gross } = quote.totals;
  if (gross.amountMinor === 0) {
    if (wish.method === 'none') return null;
    return {
      field: 'method',
      code: 'nothing_to_pay',
      message:
        'is not needed, as there is nothing to pay for this quote; load the page again and place the order without one',
    };
  }
  const offers = methodsFor(deps, quote.sellerId, quote.totals.gross);
  const offer = offers.find(({ method }) => method === wish.method);
  if (offer?.problem === null) return null;
  const names = offers.filter(({ problem }) => problem === null).map(({ method }) => METHOD_NAMES[method]);
  const message = offer?.problem?.message ?? `is not offered for this quote; choose ${names.join(' or ')}`;
  return { field: 'method', code: offer?.problem?.code ?? 'method_not_offered', message };
}

/** What can be said of the quote before anything is started; `recordOrder` decides under its lock. */
export function quoteRefusal(
  wish: StoredWish,
  { quote, consumedByOrderId }: QuoteToOrder,
  at: Instant
): PlaceRefusal | null {
  if (consumedByOrderId !== null) return 'quote_used';
  if (Date.parse(quote.expiresAt) <= Date.parse(at)) return 'quote_expired';
  if (wish.billing !== null && !billingEquals(wish.billing, quote.billing)) return 'billing_differs';
  return null;
}
