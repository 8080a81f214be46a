import type { Route } from '../http/route';
import { listApprovals } from './list-approvals';
import { listOfflineQueueRoute } from './list-offline-queue';

export const OFFLINE_ROUTES: readonly Route[] = [listOfflineQueueRoute, listApprovals];
