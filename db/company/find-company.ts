import type { Db } from '../shared/connection';
import { withinScope, type PartnerScope } from '../shared/partner-scope';

export interface Company {
  readonly companyId: string;
  readonly partnerId: string;
  readonly name: string;
  readonly timeZone: string;
}

/** Undefined when it was never taken over, or belongs to somebody whom the reader does not see. */
export async function findCompany(db: Db, scope: PartnerScope, companyId: string): Promise<Company | undefined> {
  const query = db('companies').where({ company_id: companyId });
  return withinScope(query, 'partner_id', scope).first<Company | undefined>({
    companyId: 'company_id',
    partnerId: 'partner_id',
    name: 'name',
    timeZone: 'time_zone',
  });
}
