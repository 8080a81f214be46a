import { object, text, textThat } from '../../domain/json-reader';
import { prolongProblem } from '../../domain/order/prolong-problem';
import { quotedLimit } from '../../domain/order/quoted-deadline';
import { instantMs, isInstant, toInstant } from '../../domain/time/calendar';
import { readQuoteOfOrder } from '../../db/order/quote-of-order';
import { noteAct, personStep } from '../shared/person-step';
import { awaitsBankMoney, closeParking, isPartPaid, waitOn } from './bank-money';

/** A later deadline for an order that waits for a bank transfer; a parked part-paid one waits on with it. */
export const prolongOrder = personStep({
  kind: 'prolong_order',
  capabilities: ['order.prolong'],
  readBody: object({ until: textThat(isInstant, 'an instant in UTC'), reason: text(2_000) }),
  decide: async (trx, { catalogue, policies }, asked) => {
    const { order, body, at } = asked;
    if (!awaitsBankMoney(order)) return 'wrong_state';
    const { quote, companyTimeZone } = await readQuoteOfOrder(trx, order.orderId);
    // Written in one way: instants are compared as texts.
    const until = toInstant(instantMs(body.until));
    const limit = quotedLimit(quote, companyTimeZone, catalogue);
    const problem = prolongProblem({ ...order, until, isPartPaid: isPartPaid(order), limit, at, policies });
    if (problem !== null) return problem;
    await closeParking(trx, asked);
    await waitOn(trx, order, {
      deadline_at: until,
      offline_until: until,
      prolonged_count: order.prolongedCount + 1,
    });
    await noteAct(trx, asked, { what: 'prolonged', data: { from: order.deadlineAt, until }, reason: body.reason });
    return null;
  },
});
