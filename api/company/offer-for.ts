import type { Locale } from '../../domain/billing/billing-data';
import { planSupports, type Catalogue } from '../../domain/catalogue/catalogue';
import { SERVICES, type Service } from '../../domain/catalogue/plan';
import { itemName } from '../../domain/quote/describe-line';
import { phaseOn, type SubscriptionPhase } from '../../domain/subscription/status-on';
import { paidUntil, type SubscriptionSnapshot } from '../../domain/subscription/subscription-snapshot';
import type { Instant } from '../../domain/time/iso-date';
import { todayIn } from '../../domain/time/time-zone';

export const OFFERS = ['expansion', 'first_purchase', 'trial_conversion', 'renewal_only', 'win_back'] as const;
export type OfferKind = (typeof OFFERS)[number];

const OFFER_OF: Readonly<Record<SubscriptionPhase, OfferKind>> = {
  none: 'first_purchase',
  trial: 'trial_conversion',
  active: 'expansion',
  grace: 'renewal_only',
  lapsed: 'win_back',
};

export interface ServiceOffer {
  readonly service: Service;
  readonly name: string;
  readonly current: number;
  readonly available: boolean;
  readonly min: number;
  readonly step: number;
  readonly mayAdd: number;
}

export interface Offer {
  readonly kind: OfferKind;
  readonly message: string;
  readonly services: readonly ServiceOffer[];
}

interface OfferContext {
  readonly catalogue: Catalogue;
  readonly at: Instant;
  readonly locale: Locale;
}

/** What can be bought for the company today, and where to go for it. */
export function offerFor(subscription: SubscriptionSnapshot, { catalogue, at, locale }: OfferContext): Offer {
  const today = todayIn(subscription.timeZone, at);
  const kind = OFFER_OF[phaseOn(subscription, today, catalogue.policies.graceDays)];
  return {
    kind,
    message: messageOf(kind, paidUntil(subscription)),
    services: SERVICES.map((service) => serviceOffer(subscription, service, { catalogue, kind, locale })),
  };
}

function serviceOffer(
  subscription: SubscriptionSnapshot,
  service: Service,
  { catalogue, kind, locale }: { catalogue: Catalogue; kind: OfferKind; locale: Locale }
): ServiceOffer {
  const { min, max, step } = catalogue.quantityRules[service];
  const current = subscription.capacities[service];
  const { plan } = subscription;
  const available = kind === 'expansion' && plan !== null && planSupports(catalogue, plan, service);
  const free = Math.floor((max - current) / step) * step;
  const name = itemName({ type: 'service', service }, locale);
  return { service, name, current, available, min, step, mayAdd: available && free >= min ? free : 0 };
}

function messageOf(kind: OfferKind, until: string | null): string {
  switch (kind) {
    case 'expansion':
      return `Capacity can be added; it ends with the plan on ${until ?? 'its last day'}.`;
    case 'first_purchase':
      return 'The company has no active plan. Start with the first purchase of a plan and its services.';
    case 'trial_conversion':
      return `The company is on trial until ${until ?? 'its last day'}. Buy the plan; services can come with it.`;
    case 'renewal_only':
      return `The plan ended on ${until ?? 'its last day'} and is in its days of grace: only a renewal can be bought.`;
    case 'win_back':
      return 'The plan has lapsed. Buy a plan anew; its services can come with it.';
  }
}
