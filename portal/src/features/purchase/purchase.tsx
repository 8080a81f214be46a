import { useState } from 'react';
import type { AnswerOf, Schema } from '../../shared/api/client';
import { NO_WISH } from '../../shared/payment/method-wish';
import { BillingChoice, type BillingWish } from './billing-choice';
import type { Company } from './company-card';
import { OrderSummary } from './order-summary';
import { PaymentForm } from './payment-form';
import { PlanChoice, type PlanWish } from './plan-choice';
import { ServiceTable } from './service-table';
import { useQuote } from './use-quote';

interface PurchaseProps {
  readonly company: Company;
  readonly account: AnswerOf<'GET /v1/me'>;
  readonly onPlaced: (order: Schema<'Order'>) => void;
}

/** What is bought, what it costs, who is billed and how it is paid: every change asks for a new quote. */
export function Purchase({ company, account, onPlaced }: PurchaseProps) {
  const isExpansion = company.offer.kind === 'expansion';
  const isForSale = company.offer.kind !== 'renewal_only';
  const [quantities, setQuantities] = useState<Readonly<Record<string, number>>>({});
  const [plan, setPlan] = useState<PlanWish>({ plan: 'standard', cycle: 'annually', years: 1 });
  const [billing, setBilling] = useState<BillingWish | null>(null);
  const [payment, setPayment] = useState(NO_WISH);
  const services = Object.entries(quantities).map(([service, quantity]) => ({ service, quantity }));
  const common = { companyId: company.companyId, services, ...(billing === null ? {} : { billing }) };
  const nothingYet = isExpansion && services.length === 0;
  const quote = useQuote(
    !isForSale || nothingYet
      ? null
      : isExpansion
        ? { kind: 'purchase_service', ...common }
        : { kind: 'purchase_plan', ...common, ...plan }
  );
  if (!isForSale) return null;
  return (
    <div className="columns">
      <div>
        {isExpansion ? null : <PlanChoice wish={plan} onChange={setPlan} />}
        <ServiceTable
          services={company.offer.services}
          plan={isExpansion ? null : plan.plan}
          quantities={quantities}
          problems={quote.problems}
          onChange={setQuantities}
        />
        <BillingChoice onChange={setBilling} problems={quote.problems} />
      </div>
      <aside className="card sticky" aria-label="Order summary">
        <OrderSummary quote={quote} isEmpty={nothingYet} />
        {quote.current === null ? null : (
          <PaymentForm quote={quote.current} account={account} wish={payment} onWish={setPayment} onPlaced={onPlaced} />
        )}
      </aside>
    </div>
  );
}
