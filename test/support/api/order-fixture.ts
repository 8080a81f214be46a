import { uuidv7 } from 'uuidv7';
import { TERMS_VERSION } from '../../../api/http/terms';
import type { PartnerRight, Role } from '../../../domain/access/role';
import type { OrderRowOptions } from '../rows/order-rows';
import { insertOrder } from '../rows/order-rows';
import { insertCompany, type PartnerRows } from '../rows/partner-rows';
import { insertPartner, insertUser, type TestUser } from './api-rows';
import { START, type TestApi } from './start-test-api';

export interface OrderParty {
  readonly rows: PartnerRows;
  readonly buyer: TestUser;
  user(role: Role, rights?: readonly PartnerRight[]): Promise<TestUser>;
  order(options?: OrderRowOptions): Promise<string>;
}

/** A partner with its main user and one company. */
export async function createParty(api: TestApi, accountManagerId?: string): Promise<OrderParty> {
  const { db } = api.deps;
  const partnerId = await insertPartner(db, START, accountManagerId === undefined ? {} : { accountManagerId });
  const buyer = await insertUser(db, START, { role: 'partner', partnerId });
  const companyId = `WP-${uuidv7().slice(-12)}`;
  await insertCompany(db, partnerId, companyId);
  const rows = { partnerId, userId: buyer.userId, companyId };
  return {
    rows,
    buyer,
    user: (role, rights = []) => insertUser(db, START, { role, partnerId, rights }),
    order: (options) => insertOrder(db, rows, options),
  };
}

/** What a client sends to place an order by card. */
export function orderBody(quoteId: string): Record<string, unknown> {
  return { quoteId, method: 'card', autoRenew: 'keep', termsVersion: TERMS_VERSION };
}
