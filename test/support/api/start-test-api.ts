import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../../api/app';
import type { ApiDeps, ApiSettings } from '../../../api/http/api-deps';
import { createLogger } from '../../../gateways/log/create-logger';
import { createOrderChanges, type OrderChangesHub } from '../../../api/http/order-changes';
import type { Route } from '../../../api/http/route';
import { loadCatalogue } from '../../../gateways/catalogue/load-catalogue';
import { ROUTES } from '../../../api/routes';
import { createPostgresDocumentStore } from '../../../db/invoice/postgres-document-store';
import { connect } from '../../../db/shared/connection';
import type { OffsetClock } from '../../../gateways/clock/offset-clock';
import { createTestDatabase } from '../servers/test-database';
import { createFakeOrderWorkflows, type FakeOrderWorkflows } from './fake-order-workflows';
import { fakeCreditNotePdf, fakeInvoicePdf, fakeProformaPdf } from './fake-document-pdf';
import { createFakeWorkplace, type FakeWorkplace } from './fake-workplace';
import { sendTo, type Send } from './send';

/** Business time of a test stands still until it is moved. */
export const START = '2026-11-23T08:00:00.000Z';

export interface TestApi {
  readonly baseUrl: string;
  readonly deps: ApiDeps;
  readonly clock: OffsetClock;
  readonly workflows: FakeOrderWorkflows;
  readonly workplace: FakeWorkplace;
  readonly orderChanges: OrderChangesHub;
  readonly databaseUrl: string;
  /** One request; the body is sent as JSON unless it is a string or Buffer. */
  readonly send: Send;
  stop(): Promise<void>;
}

export interface TestApiOptions {
  readonly settings?: Partial<ApiSettings>;
  readonly routes?: readonly Route[];
  readonly deps?: Partial<ApiDeps>;
}

/** The whole API over HTTP on a database of its own; only Workplace and the workflow engine are fakes. */
export async function startTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const database = await createTestDatabase();
  const db = connect(database.url, { max: 10, applicationName: 'purser-test-api' });
  const clock = createStandingClock();
  const [workflows, workplace, orderChanges] = [
    createFakeOrderWorkflows(),
    createFakeWorkplace(),
    createOrderChanges(),
  ];
  const stopping = new AbortController();
  const deps: ApiDeps = {
    db,
    clock,
    workflows,
    workplace,
    orderChanges,
    catalogue: loadCatalogue(undefined),
    invoicePdf: fakeInvoicePdf,
    proformaPdf: fakeProformaPdf,
    creditNotePdf: fakeCreditNotePdf,
    providers: ['stripe', 'paypal'],
    documents: createPostgresDocumentStore(db, () => clock.now()),
    webhookVerifiers: {},
    settings: { ...SETTINGS, ...options.settings },
    log: createLogger(process.env['PURSER_TEST_LOG'] ?? 'silent', 'test'),
    stopping: stopping.signal,
    ...options.deps,
  };
  const server = createServer(createApp(deps, options.routes ?? ROUTES));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = async (): Promise<void> => {
    stopping.abort();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await db.destroy();
    await database.drop();
  };
  const send = sendTo(baseUrl);
  return { baseUrl, deps, clock, workflows, workplace, orderChanges, databaseUrl: database.url, send, stop };
}

const PLENTY = 1_000_000;
const SETTINGS: ApiSettings = {
  mode: 'sandbox',
  publicUrl: 'http://portal.example',
  linkSecret: 'a secret that only tests know',
  sandbox: { url: 'http://127.0.0.1:9', controlSecret: 'a control secret of tests' },
  portalDir: null,
  trustedProxies: 0,
  rateLimits: { perAddress: PLENTY, signIn: PLENTY, publicPages: PLENTY },
  checkAnswers: true,
};

function createStandingClock(): OffsetClock {
  let offset = 0;
  return {
    now: () => new Date(Date.parse(START) + offset).toISOString(),
    offsetMs: () => offset,
    setOffset: (offsetMs) => {
      offset = offsetMs;
    },
  };
}
