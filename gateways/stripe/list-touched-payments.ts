import type Stripe from 'stripe';
import type { TouchedInput, TouchedPayments } from '../shared/payment-provider';
import { GatewayFailure } from '../shared/provider-failure';
import { toPaymentView } from './read-payment';
import type { StripeCalls } from './stripe-calls';
import { callStripe } from './stripe-failure';

const PAGE_SIZE = 100;

interface ListParams {
  readonly created: { readonly gte: number; readonly lte: number };
  readonly limit: number;
  readonly starting_after?: string;
}

/** An object of a list, with the charge that it is about. */
interface Found {
  readonly id: string;
  readonly charge: string | Stripe.Charge | null;
}

interface FoundPage {
  readonly data: readonly Found[];
  readonly has_more: boolean;
}

const WITH_CHARGE = { expand: ['data.charge'] };

/** Money is made, sent back and contested in three lists; each is read to its end before the next. */
const LISTS: readonly {
  readonly name: string;
  readonly read: (calls: StripeCalls, params: ListParams) => Promise<FoundPage>;
}[] = [
  {
    name: 'charges',
    read: async (calls, params) => {
      const { data, has_more } = await calls.listCharges(params);
      return { data: data.map((charge) => ({ id: charge.id, charge })), has_more };
    },
  },
  { name: 'refunds', read: (calls, params) => calls.listRefunds({ ...params, ...WITH_CHARGE }) },
  { name: 'disputes', read: (calls, params) => calls.listDisputes({ ...params, ...WITH_CHARGE }) },
];

export async function listTouchedPayments(calls: StripeCalls, input: TouchedInput): Promise<TouchedPayments> {
  const [name = '', after] = (input.page ?? 'charges').split(' ');
  const at = LISTS.findIndex((list) => list.name === name);
  const list = LISTS[at];
  if (list === undefined) throw new GatewayFailure('refused', 'stripe_page_unknown', 'Stripe: no such page of a list');
  const params: ListParams = {
    created: { gte: seconds(input.from), lte: seconds(input.until) + 1 },
    limit: PAGE_SIZE,
    ...(after === undefined ? {} : { starting_after: after }),
  };
  const page = await callStripe('read', () => list.read(calls, params));
  const payments = await Promise.all(page.data.map(({ charge }) => viewOf(calls, charge)));
  const last = page.data.at(-1)?.id;
  const next = page.has_more && last !== undefined ? `${name} ${last}` : (LISTS[at + 1]?.name ?? null);
  return { payments: payments.filter((view) => view !== null), next };
}

async function viewOf(calls: StripeCalls, charge: string | Stripe.Charge | null) {
  if (charge === null) return null;
  if (typeof charge !== 'string') return toPaymentView(charge);
  return toPaymentView(await callStripe('read', () => calls.retrieveCharge(charge)));
}

function seconds(instant: string): number {
  return Math.floor(Date.parse(instant) / 1_000);
}
