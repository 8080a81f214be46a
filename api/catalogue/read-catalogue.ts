import { z } from 'zod';
import { findPartner } from '../../db/account/find-partner';
import { PLANS, SERVICES } from '../../domain/catalogue/plan';
import { CURRENCIES } from '../../domain/money/money';
import { AppError, invalidInput } from '../http/app-error';
import { dateField, moneyField } from '../http/fields';
import { defineRoute } from '../http/route';
import { CONSENT_TEXT_VERSION, TERMS_VERSION } from '../http/terms';
import { toCatalogueAnswer } from './to-catalogue-answer';

const price = z.strictObject({
  cycle: z.enum(['monthly', 'annually']),
  years: z.int().nullable(),
  list: moneyField.describe('One unit for the whole term, before discount; the partner’s own price where it has one'),
  discountBasisPoints: z.int(),
  net: moneyField.describe('After discount, rounded for reading; a quote rounds once per line'),
});

export const readCatalogue = defineRoute({
  method: 'GET',
  path: '/v1/catalogue',
  access: 'catalogue.view',
  tag: 'Catalogue',
  summary: 'Plans, services, today’s prices and payment methods of a partner',
  request: {
    query: z.strictObject({
      partnerId: z.string().min(1).max(100).optional().describe('Whose prices; needed by staff, your own otherwise'),
    }),
  },
  responses: {
    200: {
      description: 'What is for sale today',
      body: z.strictObject({
        version: z.string(),
        isSample: z.boolean().describe('The prices are examples'),
        day: dateField,
        partnerId: z.string(),
        currency: z.enum(CURRENCIES),
        seller: z.strictObject({ sellerId: z.string(), legalName: z.string(), country: z.string() }),
        plans: z.array(
          z.strictObject({
            plan: z.enum(PLANS),
            name: z.string(),
            services: z.array(z.enum(SERVICES)),
            prices: z.array(price),
          })
        ),
        services: z.array(
          z.strictObject({
            service: z.enum(SERVICES),
            name: z.string(),
            min: z.int(),
            max: z.int().describe('Largest capacity that a company may have in total'),
            step: z.int(),
            prices: z.array(price),
          })
        ),
        methods: z.array(
          z.strictObject({
            method: z.enum(['card', 'paypal', 'offline']),
            min: moneyField,
            max: moneyField.nullable(),
          })
        ),
        termsVersion: z.string(),
        consentTextVersion: z.string(),
      }),
    },
  },
  async handler({ query, scope, caller, meta }, deps) {
    const partnerId = query.partnerId ?? caller.actor.partnerId;
    if (partnerId === null) {
      throw invalidInput([
        { field: 'query.partnerId', code: 'required', message: 'is needed: prices are a partner’s' },
      ]);
    }
    const partner = await findPartner(deps.db, scope, { partnerId });
    if (partner === undefined) throw new AppError('not_found');
    const answer = toCatalogueAnswer(deps, { partner, at: meta.at, locale: caller.locale });
    return {
      status: 200,
      body: { ...answer, termsVersion: TERMS_VERSION, consentTextVersion: CONSENT_TEXT_VERSION },
    };
  },
});
