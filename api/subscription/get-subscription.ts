import { z } from 'zod';
import { readSubscription } from '../../db/subscription/subscription-list';
import { AppError } from '../http/app-error';
import { companyIdField } from '../http/fields';
import { defineRoute } from '../http/route';
import { subscriptionSchema, toSubscriptionAnswer } from '../shared/subscription-schemas';

export const getSubscription = defineRoute({
  method: 'GET',
  path: '/v1/subscriptions/:companyId',
  access: 'subscription.view',
  tag: 'Subscriptions',
  summary: 'What a company has, and until when',
  notFound: 'subscription_not_found',
  request: { params: z.strictObject({ companyId: companyIdField }) },
  responses: { 200: { description: 'The subscription', body: subscriptionSchema } },
  async handler({ params, scope, meta }, deps) {
    const row = await readSubscription(deps.db, scope, params.companyId);
    if (row === null) throw new AppError('subscription_not_found');
    return { status: 200, body: toSubscriptionAnswer(row, meta.at, deps.catalogue.policies.graceDays) };
  },
});
