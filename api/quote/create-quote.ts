import { z } from 'zod';
import { findPartner } from '../../db/account/find-partner';
import { findCompany } from '../../db/company/find-company';
import { findSubscription } from '../../db/subscription/subscription-row';
import type { ApiDeps } from '../http/api-deps';
import { billingFields } from '../http/billing-fields';
import { companyIdField, idField } from '../http/fields';
import { defineRoute } from '../http/route';
import { meetCompany, type MetCompany, type Meeting } from '../shared/meet-company';
import { chooseBilling } from './choose-billing';
import { draftQuote } from './draft-quote';
import { quoteSchema, toQuoteAnswer } from './quote-schemas';
import { storeQuote } from './store-quote';

/** More than there are services, so that each of them can be named, and twice is told as such. */
const MAX_ITEMS = 20;

const items = z
  .array(z.strictObject({ service: z.string().max(40), quantity: z.number().describe('Units to add') }))
  .max(MAX_ITEMS);
const billing = z
  .union([z.strictObject({ contactId: idField }), z.strictObject({ data: billingFields })])
  .optional()
  .describe('A billing contact, or data for this order only; your own data when it is left out');

const body = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('purchase_service'), companyId: companyIdField, services: items, billing }),
  z.strictObject({
    kind: z.literal('purchase_plan'),
    companyId: companyIdField,
    plan: z.string().max(40),
    cycle: z.string().max(40),
    years: z.number().nullable().default(null).describe('1 to 5 for annual terms, null for monthly ones'),
    services: items.default([]),
    billing,
  }),
]);

export const createQuote = defineRoute({
  method: 'POST',
  path: '/v1/quotes',
  access: 'quote.create',
  tag: 'Quotes',
  summary: 'Price what is to be bought; an order names the quote and is charged exactly that',
  errors: ['company_not_found', 'wrong_state', 'workplace_unavailable'],
  request: { body },
  responses: { 201: { description: 'The quote, valid for 30 minutes at most', body: quoteSchema } },
  async handler({ body: asked, scope, caller, meta }, deps) {
    const { companyId } = asked;
    const company = await knownCompany(deps, scope, companyId);
    const met = company ?? (await meetCompany(deps, { companyId, scope, meta }));
    const chosen = await chooseBilling(deps, { wish: asked.billing, caller, scope });
    const draft = draftQuote(deps, { asked, met, billing: chosen.data, at: meta.at });
    const quote = await storeQuote(deps, { draft, met, chosen, caller, meta });
    return { status: 201, body: toQuoteAnswer({ quote, usedByOrderId: null }, deps, caller.locale) };
  },
});

/** Taken over already: Purser is the master, and Workplace need not be asked. */
async function knownCompany(
  deps: ApiDeps,
  scope: Meeting['scope'],
  companyId: string
): Promise<MetCompany | undefined> {
  const company = await findCompany(deps.db, scope, companyId);
  if (company === undefined) return undefined;
  const [partner, subscription] = await Promise.all([
    findPartner(deps.db, scope, { partnerId: company.partnerId }),
    findSubscription(deps.db, companyId),
  ]);
  return partner === undefined || subscription === null ? undefined : { partner, subscription };
}
