import type { PartnerAccess } from '../../domain/access/can';
import type { Db } from '../shared/connection';

/** Who looks after a partner. */
export interface PartnerPeople extends PartnerAccess {
  /** Whom a task for the account manager is meant for; null while nobody has the partner. */
  readonly accountManagerId: string | null;
}

interface Row {
  partner_id: string;
  account_manager_id: string | null;
  deputy_ids: string[];
  distributor_id: string | null;
}

/** @throws Error when there is no such partner. */
export async function readPartnerPeople(db: Db, partnerId: string): Promise<PartnerPeople> {
  const row = await db<Row>('partners')
    .where({ partner_id: partnerId })
    .first('partner_id', 'account_manager_id', 'deputy_ids', 'distributor_id');
  if (row === undefined) throw new Error(`there is no partner ${partnerId}`);
  const { account_manager_id: accountManagerId, deputy_ids: deputies } = row;
  return {
    partnerId,
    accountManagerId,
    accountManagerIds: accountManagerId === null ? deputies : [accountManagerId, ...deputies],
    distributorId: row.distributor_id,
  };
}
