import { z } from 'zod';
import { LOCALES, TAX_NUMBER_TYPES } from '../../domain/billing/billing-data';
import { emailField, lineField, optionalLineField } from './fields';

/** Billing data as a person types it; whether the tax number fits the country is the tax rules' business. */
export const billingFields = z
  .strictObject({
    firstName: lineField(100),
    lastName: lineField(100),
    company: lineField(200),
    email: emailField,
    phone: optionalLineField(40),
    country: z.string().regex(/^[A-Z]{2}$/, { error: 'must be a country code of two capital letters, such as DE' }),
    stateProvince: optionalLineField(100),
    city: lineField(100),
    street: lineField(200),
    zipCode: optionalLineField(20),
    taxNumberType: z.enum(TAX_NUMBER_TYPES).nullable(),
    taxNumber: lineField(40).nullable(),
    locale: z.enum(LOCALES),
  })
  .refine((billing) => (billing.taxNumberType === null) === (billing.taxNumber === null), {
    path: ['taxNumber'],
    error: 'needs both a type and a number, or neither',
  })
  .meta({ id: 'BillingData' });

/** The same going out, where nothing is refused any more. */
export const billingAnswer = z
  .strictObject({
    firstName: z.string(),
    lastName: z.string(),
    company: z.string(),
    email: z.string(),
    phone: z.string(),
    country: z.string(),
    stateProvince: z.string(),
    city: z.string(),
    street: z.string(),
    zipCode: z.string(),
    taxNumberType: z.enum(TAX_NUMBER_TYPES).nullable(),
    taxNumber: z.string().nullable(),
    locale: z.enum(LOCALES),
  })
  .meta({ id: 'BillingSnapshot' });
