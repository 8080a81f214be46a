import { object, text } from '../../domain/json-reader';
import { openMinor } from '../../domain/order/order-money';
import { shortfallProblem } from '../../domain/order/shortfall-problem';
import { noteAct, personStep } from '../shared/person-step';
import { awaitsBankMoney, settleBankMoney } from './bank-money';

/** What little is missing counts as the bank's charges; the invoice stays whole (product §5). */
export const closeShortfall = personStep({
  kind: 'close_shortfall',
  capabilities: ['receipt.closeShortfall'],
  readBody: object({ reason: text(2_000) }),
  decide: async (trx, deps, asked) => {
    const { order, body } = asked;
    if (!awaitsBankMoney(order)) return 'wrong_state';
    const problem = shortfallProblem(order, deps.policies);
    if (problem !== null) return problem;
    const amountMinor = openMinor(order);
    const { currency } = order.total;
    await noteAct(trx, asked, { what: 'shortfall_closed', data: { amountMinor, currency }, reason: body.reason });
    await settleBankMoney(trx, deps, asked, {
      receivedMinor: order.receivedMinor,
      shortfallMinor: order.shortfallMinor + amountMinor,
    });
    return null;
  },
});
