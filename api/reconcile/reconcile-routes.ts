import type { Route } from '../http/route';
import { listRunsRoute, readRunRoute } from './read-runs';
import { startRun } from './start-run';

export const RECONCILE_ROUTES: readonly Route[] = [startRun, listRunsRoute, readRunRoute];
