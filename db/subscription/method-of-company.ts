import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

export interface CompanyMethod {
  readonly savedMethodId: string;
  readonly provider: string;
  readonly providerMethodId: string;
  readonly orderId: string;
}

interface Row {
  saved_method_id: string;
  company_id: string;
  provider: string;
  provider_method_id: string;
  order_id: string;
  released_at: Instant | null;
  forgotten_at: Instant | null;
}

/** The one method that may be charged for the company. */
export async function liveMethod(db: Db, companyId: string): Promise<CompanyMethod | null> {
  const row = await db<Row>('saved_methods').where({ company_id: companyId }).whereNull('released_at').first();
  return row === undefined ? null : toMethod(row);
}

/** A method that nobody may charge any more and that the provider still keeps. */
export async function methodToForget(db: Db, companyId: string): Promise<CompanyMethod | null> {
  const row = await db<Row>('saved_methods')
    .where({ company_id: companyId })
    .whereNotNull('released_at')
    .whereNull('forgotten_at')
    .orderBy('saved_method_id')
    .first();
  return row === undefined ? null : toMethod(row);
}

export async function readMethod(db: Db, savedMethodId: string): Promise<CompanyMethod | null> {
  const row = await db<Row>('saved_methods').where({ saved_method_id: savedMethodId }).first();
  return row === undefined ? null : toMethod(row);
}

/** From here on nobody charges it; forgetting it at the provider follows. */
export async function releaseMethods(trx: Db, companyId: string, at: Instant): Promise<void> {
  await trx<Row>('saved_methods').where({ company_id: companyId }).whereNull('released_at').update({ released_at: at });
}

export async function markForgotten(trx: Db, savedMethodId: string, at: Instant): Promise<void> {
  await trx<Row>('saved_methods')
    .where({ saved_method_id: savedMethodId })
    .whereNull('forgotten_at')
    .update({ forgotten_at: at });
}

function toMethod(row: Row): CompanyMethod {
  return {
    savedMethodId: row.saved_method_id,
    provider: row.provider,
    providerMethodId: row.provider_method_id,
    orderId: row.order_id,
  };
}
