import { PART_PAID } from '../../domain/order/parked-step';
import { z } from 'zod';
import {
  listOfflineQueue,
  QUEUE_STATES,
  type QueueItem,
  type QueueState,
} from '../../db/offline/offline-queue-read-model';
import { can } from '../../domain/access/can';
import type { Catalogue } from '../../domain/catalogue/catalogue';
import { money } from '../../domain/money/money';
import { openMinor } from '../../domain/order/order-money';
import { shortfallProblem } from '../../domain/order/shortfall-problem';
import { ACTING, type Acting } from '../../domain/order/waiting-for';
import { MS_PER_DAY } from '../../domain/time/calendar';
import type { Instant } from '../../domain/time/iso-date';
import type { Caller } from '../http/caller';
import { idField, instantField, moneyField, optionalLineField } from '../http/fields';
import { given } from '../http/given';
import { pageOf, pageQuery, timeCursor, toPage } from '../http/paging';
import { defineRoute } from '../http/route';
import { rejectionSchema } from '../shared/rejection-schema';

const queueStateField = z.enum(QUEUE_STATES);

const itemSchema = z
  .strictObject({
    orderId: idField,
    orderNo: z.string(),
    partner: z.strictObject({ partnerId: z.string(), name: z.string() }),
    company: z.strictObject({ companyId: z.string(), name: z.string() }),
    buyer: z.strictObject({ name: z.string(), email: z.string() }),
    state: queueStateField,
    whoActs: z.enum(ACTING),
    total: moneyField,
    received: moneyField,
    open: moneyField,
    ageDays: z.int().describe('Whole days since the order was placed'),
    placedAt: instantField,
    deadlineAt: instantField,
    prolongedCount: z.int(),
    piNumber: z.string().nullable(),
    piFlagged: z.boolean().describe('The buyer named a number that is not registered for this partner'),
    reportsWaiting: z.int().describe('Reports of distributors that wait for a decision'),
    approvalSince: instantField.nullable(),
    rejection: rejectionSchema.nullable().describe('The money that had come was turned down; the order waits again'),
    canProlong: z.boolean().describe('You can move the deadline now'),
    canCloseShortfall: z.boolean().describe('You can take what is open for bank charges now'),
    canReturnAndCancel: z.boolean().describe('You can end it and have its money sent back'),
  })
  .meta({ id: 'OfflineQueueItem' });

const query = pageQuery.extend({
  state: queueStateField.optional(),
  partnerId: optionalLineField(64).optional(),
  text: optionalLineField(100)
    .optional()
    .describe('Beginning of an order number, a Company ID, or part of a company, partner or PI number'),
});
const place = timeCursor('placedAt', 'orderId');

export const listOfflineQueueRoute = defineRoute({
  method: 'GET',
  path: '/v1/offline-queue',
  access: 'receipt.view',
  tag: 'Offline payments',
  summary: 'Orders that wait for bank money, oldest first',
  request: { query },
  responses: { 200: { description: 'One page', body: pageOf(itemSchema) } },
  async handler({ query: { limit, cursor, text, ...filter }, scope, caller, meta }, deps) {
    const rows = await listOfflineQueue(deps.db, {
      scope,
      filter: given({ ...filter, text: text === '' ? undefined : text }),
      after: place.read(cursor),
      limit: limit + 1,
    });
    const page = toPage(rows, limit, place.of);
    const show = (item: QueueItem) => toAnswer(item, { caller, catalogue: deps.catalogue, at: meta.at });
    return { status: 200, body: { items: page.items.map(show), nextCursor: page.nextCursor } };
  },
});

interface Viewing {
  readonly caller: Caller;
  readonly catalogue: Catalogue;
  readonly at: Instant;
}

function toAnswer(item: QueueItem, { caller, catalogue, at }: Viewing): z.input<typeof itemSchema> {
  const { gross, pi, receivedMinor, shortfallMinor } = item;
  const state = queueStateOf(item);
  const isWaiting = state === 'awaiting_payment' || state === 'part_paid';
  const bank = { total: gross, receivedMinor, shortfallMinor };
  const { policies } = catalogue;
  const mayStill = state === 'part_paid' || item.prolongedCount < policies.prolongationsMax;
  const may = (capability: 'order.prolong' | 'receipt.closeShortfall' | 'receipt.reverse'): boolean =>
    can(caller.actor, capability) !== 'none';
  return {
    orderId: item.orderId,
    orderNo: item.orderNo,
    partner: item.partner,
    company: item.company,
    buyer: item.buyer,
    placedAt: item.placedAt,
    deadlineAt: item.deadlineAt,
    prolongedCount: item.prolongedCount,
    approvalSince: item.approvalSince,
    rejection: item.rejection,
    reportsWaiting: item.reportsWaiting,
    state,
    whoActs: ACTS[state],
    total: gross,
    received: money(receivedMinor, gross.currency),
    open: money(openMinor(bank), gross.currency),
    ageDays: Math.max(0, Math.floor((Date.parse(at) - Date.parse(item.placedAt)) / MS_PER_DAY)),
    piNumber: pi?.number ?? null,
    piFlagged: pi?.isFlagged ?? false,
    canProlong: may('order.prolong') && isWaiting && mayStill,
    canCloseShortfall: may('receipt.closeShortfall') && isWaiting && shortfallProblem(bank, policies) === null,
    canReturnAndCancel: may('receipt.reverse') && state === 'part_paid',
  };
}

const ACTS = {
  awaiting_payment: 'account_manager',
  awaiting_approval: 'finance',
  part_paid: 'account_manager',
  parked: 'ops',
} as const satisfies Record<QueueState, Acting>;

function queueStateOf({ state, parked }: QueueItem): QueueState {
  if (state === 'awaiting_payment' || state === 'awaiting_approval') return state;
  return parked?.step === PART_PAID ? 'part_paid' : 'parked';
}
