import { z } from 'zod';
import { CURRENCIES } from '../../domain/money/money';

/** A UUIDv7 as we give it out. Another form is no ID of ours: 404 in a path, 422 in a body. */
export const idField = z.uuid({ version: 'v7', error: 'is not an ID that we gave out' });

/** As the vendor gives them out. */
export const companyIdField = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,64}$/, { error: 'must be 1 to 64 letters, digits or hyphens' });

/** No control characters and no line or paragraph separators: such text is safe in mail headers and on one line of a page. */
const ONE_LINE = /^[^\p{Cc}\p{Zl}\p{Zp}]*$/u;
/** Line breaks and tabs are the only control characters. */
const MANY_LINES = /^(?:[^\p{Cc}]|[\t\n\r])*$/u;

/** Text of one line, trimmed, 1 to `max` characters. */
export const lineField = (max: number): z.ZodString =>
  z
    .string()
    .trim()
    .min(1, { error: 'must not be empty' })
    .max(max)
    .regex(ONE_LINE, { error: 'must be one line without control characters' });

/** The same, and may be empty. */
export const optionalLineField = (max: number): z.ZodString =>
  z.string().trim().max(max).regex(ONE_LINE, { error: 'must be one line without control characters' });

/** Text of several lines, may be empty. */
export const linesField = (max: number): z.ZodString =>
  z.string().max(max).regex(MANY_LINES, { error: 'must not contain control characters' });

/** Why a person of staff decided so; kept with what they decided. */
export const reasonField = linesField(1_000).trim().min(1, { error: 'must not be empty' });

export const emailField = z.email({ error: 'must be an e-mail address such as name@example.com' }).max(254);

export const moneyField = z
  .strictObject({ amountMinor: z.int(), currency: z.enum(CURRENCIES) })
  .meta({ id: 'Money', description: 'Integer count of the smallest unit of the currency' });

/** Beyond any transfer, and far below where JavaScript stops counting exactly. */
const MOST_MINOR = 10_000_000_000_000;
export const paidMinorField = z.int().min(1).max(MOST_MINOR).describe('Smallest units of the currency, above zero');

/** Money that came or is to come: more than nothing. */
export const paidMoneyField = z
  .strictObject({ amountMinor: paidMinorField, currency: z.enum(CURRENCIES) })
  .meta({ id: 'PaidMoney', description: 'Above zero, in the smallest unit of the currency' });

/** Years that Postgres and calendars agree on; nothing of ours is older. */
const hasUsualYear = (text: string): boolean => Number(text.slice(0, 4)) >= 1970;
const YEAR = { error: 'must be a day from 1970 on' };

export const instantField = z.iso.datetime().refine(hasUsualYear, YEAR).meta({ description: 'RFC 3339 in UTC' });
export const dateField = z.iso.date().refine(hasUsualYear, YEAR).meta({ description: 'Calendar day, YYYY-MM-DD' });

export const periodField = z
  .strictObject({ from: dateField, until: dateField })
  .meta({ id: 'Period', description: '`until` is the first day that does not belong to it' });
