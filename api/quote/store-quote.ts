import { uuidv7 } from 'uuidv7';
import { writeAudit } from '../../db/audit/write-audit';
import { insertQuote } from '../../db/quote/quotes';
import { inTransaction } from '../../db/shared/transaction';
import type { Quote } from '../../domain/quote/quote';
import type { QuoteDraft } from '../../domain/quote/quote-input';
import type { ApiDeps } from '../http/api-deps';
import type { Caller } from '../http/caller';
import type { RequestMeta } from '../http/route';
import type { MetCompany } from '../shared/meet-company';
import type { BillingChoice } from './choose-billing';

export interface Storing {
  readonly draft: QuoteDraft;
  readonly met: MetCompany;
  readonly chosen: BillingChoice;
  readonly caller: Caller;
  readonly meta: RequestMeta;
}

/** Gives the draft its ids and keeps it. */
export async function storeQuote(deps: ApiDeps, { draft, met, chosen, caller, meta }: Storing): Promise<Quote> {
  const quote: Quote = {
    ...draft,
    quoteId: uuidv7(),
    partnerId: met.partner.partnerId,
    companyId: met.subscription.companyId,
    billingContactId: chosen.contactId,
  };
  const { quoteId, companyId, totals } = quote;
  await inTransaction(deps.db, async (trx) => {
    await insertQuote(trx, quote, caller.actor.userId);
    await writeAudit(trx, {
      at: meta.at,
      source: meta.source,
      what: 'quote.created',
      subject: { type: 'quote', id: quoteId },
      data: { companyId, gross: totals.gross },
    });
  });
  return quote;
}
