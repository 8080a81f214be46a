import type { Route } from '../http/route';
import { getDispute, listDisputesRoute } from './read-disputes';

export const DISPUTE_ROUTES: readonly Route[] = [listDisputesRoute, getDispute];
