import type { Route } from '../http/route';
import { getSubscription } from './get-subscription';
import { listSubscriptionsRoute } from './list-subscriptions';
import { setAutoRenew } from './set-auto-renew';

export const SUBSCRIPTION_ROUTES: readonly Route[] = [listSubscriptionsRoute, getSubscription, setAutoRenew];
