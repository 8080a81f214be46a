import { findPartner, type Partner } from '../../db/account/find-partner';
import { writeAudit } from '../../db/audit/write-audit';
import { takeOverCompany } from '../../db/company/take-over-company';
import type { PartnerScope } from '../../db/shared/partner-scope';
import { inTransaction } from '../../db/shared/transaction';
import { findSubscription, type SubscriptionRow } from '../../db/subscription/subscription-row';
import type { WorkplaceCompany } from '../../domain/company/entitlement';
import { GatewayFailure } from '../../gateways/shared/provider-failure';
import type { ApiDeps } from '../http/api-deps';
import { AppError } from '../http/app-error';
import type { RequestMeta } from '../http/route';

export interface Meeting {
  readonly companyId: string;
  readonly scope: PartnerScope;
  readonly meta: RequestMeta;
}

export interface MetCompany {
  readonly partner: Partner;
  readonly subscription: SubscriptionRow;
}

const RETRY_SECONDS = 5;

/**
 * The company as Purser holds it; on first contact it is taken over from Workplace (product §6).
 * @throws AppError `company_not_found` for an unknown company and for another partner's alike: both were asked for at
 * Workplace and in our own table, so that neither words nor time tell them apart
 */
export async function meetCompany(deps: ApiDeps, { companyId, scope, meta }: Meeting): Promise<MetCompany> {
  const company = await askWorkplace(deps, companyId);
  const partner = await findPartner(deps.db, scope, { partnerCode: company?.partnerCode ?? '' });
  const known = await findSubscription(deps.db, companyId);
  if (company === null || partner === undefined) throw new AppError('company_not_found');
  const subscription = known ?? (await takeOverNow(deps, { company, partner, meta }));
  // Workplace has given the company to another partner since: neither sees it until a person has looked at it.
  if (subscription.partnerId !== partner.partnerId) {
    meta.log.warn({ companyId }, 'Workplace and Purser name different partners for a company');
    throw new AppError('company_not_found');
  }
  return { partner, subscription };
}

async function askWorkplace(deps: ApiDeps, companyId: string): Promise<WorkplaceCompany | null> {
  try {
    return await deps.workplace.findCompany(companyId);
  } catch (error) {
    if (!(error instanceof GatewayFailure)) throw error;
    throw new AppError('workplace_unavailable', { retryAfterSeconds: RETRY_SECONDS, cause: error });
  }
}

interface TakingOver {
  readonly company: WorkplaceCompany;
  readonly partner: Partner;
  readonly meta: RequestMeta;
}

async function takeOverNow(deps: ApiDeps, { company, partner, meta }: TakingOver): Promise<SubscriptionRow> {
  const { companyId } = company;
  const { graceDays } = deps.catalogue.policies;
  await inTransaction(deps.db, async (trx) => {
    const { partnerId, currency } = partner;
    const isFirst = await takeOverCompany(trx, { company, partnerId, currency, graceDays, at: meta.at });
    if (!isFirst) return;
    const subject = { type: 'company', id: companyId };
    await writeAudit(trx, {
      at: meta.at,
      source: meta.source,
      what: 'company.taken_over',
      subject,
      data: { partnerId },
    });
  });
  const subscription = await findSubscription(deps.db, companyId);
  if (subscription === null) throw new Error(`company ${companyId} is not there after its take-over`);
  return subscription;
}
