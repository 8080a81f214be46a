import { z } from 'zod';
import { SERVICES } from '../../domain/catalogue/plan';
import { companyIdField } from '../http/fields';
import { defineRoute } from '../http/route';
import { meetCompany } from '../shared/meet-company';
import { subscriptionSchema, toSubscriptionAnswer } from '../shared/subscription-schemas';
import { OFFERS, offerFor } from './offer-for';

const serviceOffer = z.strictObject({
  service: z.enum(SERVICES),
  name: z.string(),
  current: z.int().describe('Capacity now'),
  available: z.boolean().describe('Whether the plan supports it'),
  min: z.int().describe('Smallest number of units that one order adds'),
  step: z.int().describe('What one order adds is a multiple of this'),
  mayAdd: z.int().describe('Largest number of units that can be added now'),
});

export const lookUpCompany = defineRoute({
  method: 'GET',
  path: '/v1/companies/:companyId',
  access: 'company.lookUp',
  tag: 'Companies',
  summary: 'Look a company up by its Company ID: what it has and what can be bought for it',
  notFound: 'company_not_found',
  errors: ['workplace_unavailable'],
  request: { params: z.strictObject({ companyId: companyIdField }) },
  responses: {
    200: {
      description: 'The company; on first contact Purser takes its subscription over',
      body: z.strictObject({
        companyId: z.string(),
        name: z.string(),
        timeZone: z.string(),
        partner: z.strictObject({ partnerId: z.string(), name: z.string() }),
        subscription: subscriptionSchema,
        offer: z.strictObject({
          kind: z.enum(OFFERS),
          message: z.string().describe('What to do next, for a person'),
          services: z.array(serviceOffer),
        }),
      }),
    },
  },
  async handler({ params, scope, caller, meta }, deps) {
    const { partner, subscription } = await meetCompany(deps, { companyId: params.companyId, scope, meta });
    const { catalogue } = deps;
    return {
      status: 200,
      body: {
        companyId: subscription.companyId,
        name: subscription.companyName,
        timeZone: subscription.timeZone,
        partner: { partnerId: partner.partnerId, name: partner.name },
        subscription: toSubscriptionAnswer(subscription, meta.at, catalogue.policies.graceDays),
        offer: offerFor(subscription, { catalogue, at: meta.at, locale: caller.locale }),
      },
    };
  },
});
