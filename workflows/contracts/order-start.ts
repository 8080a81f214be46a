import { formatMoney } from '../../domain/money/format-money';
import { isCurrency, money } from '../../domain/money/money';
import { firstWaiting } from './first-waiting';
import { orderWorkflowId } from './ids';
import type { OrderInput } from './order-contract';
import { SEARCH_ATTRIBUTES } from './search-attributes';

/** How an order's workflow is started, whoever starts it: what its lists show before it has done anything. */
export function orderStart(input: OrderInput) {
  const { state, waitingFor, whoActs } = firstWaiting(input.method);
  return {
    workflowId: orderWorkflowId(input.orderId),
    args: [input] as [OrderInput],
    staticSummary: `Order of company ${input.companyId}: ${totalOf(input)} by ${input.method}`,
    typedSearchAttributes: [
      { key: SEARCH_ATTRIBUTES.state, value: state },
      { key: SEARCH_ATTRIBUTES.waitingFor, value: waitingFor },
      { key: SEARCH_ATTRIBUTES.whoActs, value: whoActs },
      { key: SEARCH_ATTRIBUTES.dueAt, value: new Date(input.dueAt) },
      { key: SEARCH_ATTRIBUTES.partnerId, value: input.partnerId },
      { key: SEARCH_ATTRIBUTES.companyId, value: input.companyId },
      { key: SEARCH_ATTRIBUTES.channel, value: input.method },
      { key: SEARCH_ATTRIBUTES.currency, value: input.currency },
      { key: SEARCH_ATTRIBUTES.amountMinor, value: input.amountMinor },
    ],
  };
}

function totalOf({ amountMinor, currency }: OrderInput): string {
  return isCurrency(currency) ? formatMoney(money(amountMinor, currency), 'en') : `${amountMinor} ${currency}`;
}
