import { parseForm, type HttpRequest } from '../../http/http-request';
import { missingPage } from '../../http/missing-page';
import { redirectReply, type Reply } from '../../http/reply';
import type { Routes } from '../../http/router';
import type { PayPalWorld } from '../api-call';
import {
  approveOrder,
  approveSetupToken,
  cancelAddress,
  closedOrder,
  closedSetupToken,
  type Approval,
} from '../approve';
import { readLedger } from '../ledger';
import { payerKind, type PayerKind } from '../payers';
import type { OrderRow, SetupTokenRow } from '../records';
import { approvedPage, approvePage, closedPage, type Approvable } from './approve-page';
import { describeOrder, describeSetup } from './describe-approval';
import { ledgerPage, openOrdersPage } from './ledger-page';

export interface PageDeps {
  readonly world: PayPalWorld;
  readonly change: <T>(work: () => T) => Promise<T>;
}

/** How one kind of approval is found, shown and given. */
interface Approving<Row> {
  find(request: HttpRequest): Row | undefined;
  closed(row: Row): Approval | undefined;
  describe(row: Row): Approvable;
  approve(row: Row, payer: PayerKind): Approval;
}

/** The pages a payer and a curious developer see. */
export function pageRoutes({ world, change }: PageDeps): Routes {
  const { state } = world;
  const queried = (request: HttpRequest, name: string): string => {
    const value = request.query[name];
    return typeof value === 'string' ? value : '';
  };
  const orders: Approving<OrderRow> = {
    find: (request) => state.orders.get(queried(request, 'token')),
    closed: (order) => closedOrder(world, order),
    describe: describeOrder,
    approve: (order, payer) => approveOrder(world, order, payer),
  };
  const setups: Approving<SetupTokenRow> = {
    find: (request) => state.setupTokens.get(queried(request, 'approval_session_id')),
    closed: (token) => closedSetupToken(state.clock.now(), token),
    describe: describeSetup,
    approve: (token, payer) => approveSetupToken(world, token, payer),
  };
  return {
    'GET /': () => openOrdersPage(state),
    'GET /ledger': () => ledgerPage(readLedger(state)),
    'GET /checkoutnow': (request) => show(orders, request),
    'POST /checkoutnow': (request) => change(() => answer(orders, request)),
    'GET /agreements/approve': (request) => show(setups, request),
    'POST /agreements/approve': (request) => change(() => answer(setups, request)),
  };
}

function show<Row extends OrderRow | SetupTokenRow>(kind: Approving<Row>, request: HttpRequest): Reply {
  const row = kind.find(request);
  if (row === undefined) return missingPage();
  const closed = kind.closed(row);
  return closed?.kind === 'closed' ? closedPage(closed, cancelAddress(row)) : approvePage(kind.describe(row));
}

function answer<Row extends OrderRow | SetupTokenRow>(kind: Approving<Row>, request: HttpRequest): Reply {
  const row = kind.find(request);
  if (row === undefined) return missingPage();
  const payer = payerKind(parseForm(request.body)['payer']);
  if (payer === undefined) return approvePage(kind.describe(row), 'Choose one of the accounts below.');
  const outcome = kind.approve(row, payer);
  if (outcome.kind === 'closed') return closedPage(outcome, cancelAddress(row));
  return outcome.redirectTo === null ? approvedPage() : redirectReply(outcome.redirectTo);
}
