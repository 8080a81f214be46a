import type { Actor } from '../../domain/access/role';
import type { BillingData, Locale } from '../../domain/billing/billing-data';
import type { Instant } from '../../domain/time/iso-date';

/** Who has signed in, and with what. */
export interface Caller {
  readonly actor: Actor;
  readonly email: string;
  readonly name: string;
  readonly locale: Locale;
  /** The buyer's own data, which billing starts from. */
  readonly billing: BillingData | null;
  readonly session: { readonly sessionId: string; readonly via: 'cookie' | 'bearer'; readonly expiresAt: Instant };
}
