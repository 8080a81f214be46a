import { z } from 'zod';
import { listWaitingApprovals, namesOf, type WaitingApproval } from '../../db/offline/approvals-read-model';
import { readHandsOnMoneyOf } from '../../db/receipt/hands-on-money';
import { can } from '../../domain/access/can';
import type { ApiDeps } from '../http/api-deps';
import type { Caller } from '../http/caller';
import { idField, instantField, moneyField } from '../http/fields';
import { pageOf, pageQuery, timeCursor, toPage } from '../http/paging';
import { defineRoute } from '../http/route';

const itemSchema = z
  .strictObject({
    orderId: idField,
    orderNo: z.string(),
    partner: z.strictObject({ partnerId: z.string(), name: z.string() }),
    company: z.strictObject({ companyId: z.string(), name: z.string() }),
    total: moneyField,
    received: moneyField,
    shortfall: moneyField,
    askedAt: instantField,
    recordedBy: z
      .array(z.strictObject({ userId: z.string(), name: z.string() }))
      .describe('Everybody who had a hand in its money; none of them approves it'),
    mayApprove: z.boolean().describe('You may approve or reject it'),
  })
  .meta({ id: 'WaitingApproval' });

const place = timeCursor('askedAt', 'approvalId');

export const listApprovals = defineRoute({
  method: 'GET',
  path: '/v1/approvals',
  access: 'receipt.view',
  tag: 'Offline payments',
  summary: 'Large orders whose bank money waits for a second person, oldest first',
  request: { query: pageQuery },
  responses: { 200: { description: 'One page', body: pageOf(itemSchema) } },
  async handler({ query: { limit, cursor }, scope, caller }, deps) {
    const after = place.read(cursor);
    const rows = await listWaitingApprovals(deps.db, { scope, after, limit: limit + 1 });
    const page = toPage(rows, limit, place.of);
    return { status: 200, body: { items: await toAnswers(deps, page.items, caller), nextCursor: page.nextCursor } };
  },
});

/** Whoever is named is found by the rule that the approving step applies, so that the page promises nothing else. */
async function toAnswers(
  { db }: ApiDeps,
  items: readonly WaitingApproval[],
  { actor }: Caller
): Promise<z.input<typeof itemSchema>[]> {
  const orderIds = items.map(({ orderId }) => orderId);
  const hands = await readHandsOnMoneyOf(db, orderIds);
  const names = await namesOf(db, [...new Set([...hands.values()].flatMap((userIds) => [...userIds]))]);
  return items.map((item) => {
    const userIds = hands.get(item.orderId) ?? new Set<string>();
    const recordedBy = [...userIds].sort().map((userId) => ({ userId, name: names.get(userId) ?? '' }));
    return {
      orderId: item.orderId,
      orderNo: item.orderNo,
      partner: item.partner,
      company: item.company,
      total: item.gross,
      received: item.received,
      shortfall: item.shortfall,
      askedAt: item.askedAt,
      recordedBy,
      mayApprove: can(actor, 'receipt.approve') !== 'none' && !userIds.has(actor.userId),
    };
  });
}
