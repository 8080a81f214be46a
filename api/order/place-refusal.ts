import { z } from 'zod';
import { PLACE_REFUSALS, type PlaceRefusal } from '../../workflows/contracts/order-contract';
import type { Quote } from '../../domain/quote/quote';
import { AppError, invalidInput } from '../http/app-error';
import { AUTO_RENEW_MESSAGE } from '../shared/auto-renew-message';
import { PI_MESSAGES } from '../shared/pi-messages';
import type { ReplacedOrder } from './replace-open-order';

const RETRY_SECONDS = 5;
const NOT_PLACED = 'The order could not be placed at the moment. Try again shortly.';

/** The refusal as the caller reads it; where another quote would help, how to ask for it stands beside it. */
export function refusalError(code: PlaceRefusal, quote: Quote | null): AppError {
  const extra = quote === null ? {} : { freshQuote: freshQuoteRequest(quote) };
  switch (code) {
    case 'quote_used':
    case 'quote_expired':
    case 'quote_outdated':
    case 'billing_differs':
      return new AppError(code, { extra });
    case 'open_order_changes_term':
    case 'quote_not_found':
      return new AppError(code);
    case 'company_not_yours':
      return new AppError('company_not_found');
    case 'method_not_offered':
      return invalidInput([{ field: 'method', code, message: 'is not offered for this quote; choose another one' }]);
    case 'auto_renew_not_possible':
      return invalidInput([{ field: 'autoRenew', code, message: AUTO_RENEW_MESSAGE }]);
    case 'pi_used':
    case 'pi_expired':
    case 'pi_differs':
      return invalidInput([{ field: 'piNumber', code, message: PI_MESSAGES[code] }]);
    case 'request_withdrawn':
    case 'request_too_old':
      return new AppError('workflows_unavailable', { retryAfterSeconds: RETRY_SECONDS });
  }
}

/**
 * The room was made and the order was not placed after all: the world moved within a second, or no answer came. Whoever asked
 * is told that the earlier order is gone.
 */
export function tellReplaced(error: unknown, replaced: ReplacedOrder | null): unknown {
  if (replaced === null || !(error instanceof AppError)) return error;
  const what = error.code === 'workflows_unavailable' ? NOT_PLACED : error.message;
  const detail = `${what} Your earlier order ${replaced.orderNo} had been cancelled to make room for this one.`;
  return new AppError(error.code, {
    ...error.options,
    detail,
    extra: { ...error.options.extra, cancelledOrder: { ...replaced } },
  });
}

/** Nothing was decided about the order itself: the same key may try again. */
export function isRetryable(code: PlaceRefusal): boolean {
  return code === 'request_withdrawn' || code === 'request_too_old';
}

const storedRefusal = z.looseObject({ code: z.enum(PLACE_REFUSALS) });

/** What stands in the request's row, for the repeats of its key. */
export function readRefusal(stored: unknown): PlaceRefusal {
  return storedRefusal.parse(stored).code;
}

/** Ready to be sent to `POST /v1/quotes`: the same things at today's price and dates. */
function freshQuoteRequest(quote: Quote): Record<string, unknown> {
  const { companyId, kind, termLength, lines, billing, billingContactId } = quote;
  const plan = lines.map(({ item }) => item).find((item) => item.type === 'plan');
  const services = new Map<string, number>();
  for (const { item, quantity } of lines) if (item.type === 'service') services.set(item.service, quantity);
  return {
    method: 'POST',
    path: '/v1/quotes',
    body: {
      companyId,
      kind,
      ...(plan === undefined ? {} : { plan: plan.plan, ...termLength }),
      services: [...services].map(([service, quantity]) => ({ service, quantity })),
      billing: billingContactId === null ? { data: billing } : { contactId: billingContactId },
    },
  };
}
