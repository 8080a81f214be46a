import { nullable, object, oneOf, text } from '../../domain/json-reader';
import { AUTO_RENEW_CHOICES } from '../../domain/order/order-kind';
import { quotedDeadline } from '../../domain/order/quoted-deadline';
import { methodProblem, type PayableMethods } from '../../domain/payment/method-problem';
import { readQuoteOfOrder } from '../../db/order/quote-of-order';
import { hasWinner } from '../../db/payment/captures';
import { hasLiveAttempt } from '../../db/payment/money-in';
import type { Db } from '../../db/shared/connection';
import { setOrderFacts, type FactChange } from '../../db/shared/order-facts';
import type { PersonRequestBodies } from '../../db/shared/person-requests';
import { brokenUniqueRule } from '../../db/shared/unique-rule';
import type { RequestRefusal } from '../../workflows/contracts/order-contract';
import { choosePi, ONE_ORDER_PER_PI, type ChosenPi } from '../../db/order/choose-pi';
import { offlineBegins, offlineEnds } from '../shared/offline-begins';
import { noteAct, personStep, type Asked } from '../shared/person-step';
import type { StepDeps } from '../shared/step-deps';

export interface ChangeMethodDeps extends StepDeps {
  readonly payableMethods: PayableMethods;
}

type Change = Asked<PersonRequestBodies['change_method']>;

/**
 * An unpaid order is to be paid in another way. The workflow has voided the earlier attempt; one that is still live has money on
 * its way, or nobody knows.
 */
export const changeMethod = personStep<'change_method', ChangeMethodDeps>({
  kind: 'change_method',
  capabilities: ['order.changeMethod'],
  readBody: object({
    method: oneOf(['card', 'paypal', 'offline']),
    autoRenew: oneOf(AUTO_RENEW_CHOICES),
    consent: nullable(object({ textVersion: text() })),
    piNumber: nullable(text()),
  }),
  decide: async (trx, deps, asked) => {
    const problem = (await moneyProblem(trx, asked)) ?? wishProblem(deps, asked) ?? (await pageProblem(trx, asked));
    if (problem !== null) return problem;
    const { order, body, at } = asked;
    const chosen = await choosePi(trx, deps.catalogue, { ...order, ...body, at });
    if (!chosen.ok) return chosen.code;
    const facts = { ...(await methodFacts(trx, deps, asked)), ...piFacts(chosen.pi) };
    const broken = await brokenUniqueRule(trx, [ONE_ORDER_PER_PI], (savepoint) =>
      setOrderFacts(savepoint, order.orderId, facts)
    );
    if (broken !== null) return 'pi_used';
    await tellOthers(trx, deps, asked, chosen.pi);
    return null;
  },
});

/** Money on the order, or on its way, holds the method (product §4). */
async function moneyProblem(trx: Db, { order }: Change): Promise<RequestRefusal | null> {
  if (order.state !== 'awaiting_payment' || order.method === 'saved' || order.method === 'none') return 'wrong_state';
  if (order.receivedMinor > 0) return 'receipt_on_order';
  if (await hasWinner(trx, order.orderId)) return 'money_received';
  return null;
}

async function pageProblem(trx: Db, { order }: Change): Promise<RequestRefusal | null> {
  return (await hasLiveAttempt(trx, order.orderId)) ? 'money_announced' : null;
}

function wishProblem({ catalogue, payableMethods }: ChangeMethodDeps, { order, body }: Change): RequestRefusal | null {
  if (body.method === order.method) return 'method_unchanged';
  return methodProblem(body, { sellerId: order.sellerId, total: order.total, catalogue, payableMethods });
}

async function methodFacts(trx: Db, { catalogue }: StepDeps, { order, actor, body, at }: Change): Promise<FactChange> {
  const { quote, companyTimeZone } = await readQuoteOfOrder(trx, order.orderId);
  const { placedAt, offlineUntil } = order;
  const times = { method: body.method, placedAt, methodSince: at, offlineUntil, companyTimeZone };
  const consent =
    body.autoRenew === 'enable' && body.consent !== null
      ? JSON.stringify({ textVersion: body.consent.textVersion, at, by: actor.userId })
      : null;
  return {
    method: body.method,
    method_since: at,
    auto_renew: body.autoRenew,
    consent,
    deadline_at: quotedDeadline(quote, times, catalogue),
  };
}

/** Also when the order leaves offline: its number is free for another order. */
function piFacts(pi: ChosenPi | null): FactChange {
  return {
    pi_number: pi?.number ?? null,
    pi_key: pi?.key ?? null,
    pi_id: pi?.piId ?? null,
    pi_flagged: pi?.isFlagged ?? false,
  };
}

async function tellOthers(
  trx: Db,
  deps: Pick<StepDeps, 'catalogue'>,
  asked: Change,
  pi: ChosenPi | null
): Promise<void> {
  const { order, actor, body, at } = asked;
  const { orderId } = order;
  if (order.method === 'offline') await offlineEnds(trx, { orderId, by: actor.userId, at });
  await noteAct(trx, asked, { what: 'method_changed', data: { from: order.method, to: body.method } });
  if (body.method === 'offline') await offlineBegins(trx, deps, { orderId, pi, at });
}
