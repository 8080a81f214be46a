import { LOCALES, type Locale } from '../../domain/billing/billing-data';
import type { Db } from '../shared/connection';
import type { Recipient } from './mail-row';

interface Row {
  user_id: string;
  email: string;
  name: string;
  locale: string;
}

/** The person who placed the order, as a recipient. */
export async function readBuyer(db: Db, userId: string): Promise<(Recipient & { readonly locale: Locale }) | null> {
  const row = await db<Row>('users').where({ user_id: userId }).first('email', 'name', 'locale');
  if (row === undefined) return null;
  const locale = LOCALES.find((known) => known === row.locale) ?? 'en';
  return { name: row.name, address: row.email, locale };
}
