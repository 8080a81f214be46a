import { get, type IncomingMessage } from 'node:http';
import { listen } from '../../../db/shared/listen';
import { CHANNELS } from '../../../db/shared/notify';
import { addOrderEvent } from '../../../db/shared/order-events';
import { insertUser } from '../../support/api/api-rows';
import { createParty, type OrderParty } from '../../support/api/order-fixture';
import { START, startTestApi, type TestApi } from '../../support/api/start-test-api';

let api: TestApi;
let party: OrderParty;
const open: IncomingMessage[] = [];

beforeAll(async () => {
  api = await startTestApi();
  party = await createParty(api);
});
afterEach(() => {
  for (const stream of open.splice(0)) stream.destroy();
});
afterAll(() => api.stop());

interface Live {
  readonly response: IncomingMessage;
  /** The next event's data. */
  next(): Promise<Record<string, unknown>>;
  readonly ended: Promise<void>;
}

function connect(orderId: string, token = party.buyer.token, from: TestApi = api): Promise<Live> {
  return new Promise((resolve, reject) => {
    const url = `${from.baseUrl}/v1/orders/${orderId}/events`;
    get(url, { headers: { authorization: `Bearer ${token}` }, agent: false }, (response) => {
      open.push(response);
      resolve(read(response));
    }).on('error', reject);
  });
}

function read(response: IncomingMessage): Live {
  const events: Record<string, unknown>[] = [];
  let wake: () => void = () => undefined;
  let rest = '';
  response.setEncoding('utf8');
  response.on('data', (text: string) => {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data !== undefined) events.push(JSON.parse(data) as Record<string, unknown>);
    }
    wake();
  });
  const ended = new Promise<void>((resolve) => response.on('close', resolve));
  const next = async (): Promise<Record<string, unknown>> => {
    for (;;) {
      const event = events.shift();
      if (event !== undefined) return event;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { response, next, ended };
}

const move = (orderId: string, state: string) =>
  api.deps
    .db('orders')
    .where({ order_id: orderId })
    .update({ state, row_version: api.deps.db.raw('row_version + 1') });

describe('200', () => {
  test('the state comes on connect, and again after a change, by the database’s own notice', async () => {
    const orderId = await party.order();
    const listener = await listen(api.databaseUrl, {
      channels: [CHANNELS.order],
      applicationName: 'test-listen',
      onReconnected: () => undefined,
      onProblem: () => undefined,
    });
    listener.on(CHANNELS.order, (id) => api.orderChanges.changed(id));
    const live = await connect(orderId);
    expect(live.response.headers['content-type']).toMatch(/^text\/event-stream/);
    expect(await live.next()).toMatchObject({ orderId, state: 'awaiting_payment' });
    await api.deps.db.transaction(async (trx) => {
      await trx('orders').where({ order_id: orderId }).update({ state: 'fulfilling', paid_at: START });
      await addOrderEvent(trx, { orderId, at: START, what: 'paid' });
    });
    expect(await live.next()).toMatchObject({ state: 'fulfilling', facts: { paidAt: START } });
    await listener.close();
  });

  test('a notice without a visible change sends nothing, and a lost connection makes all views read again', async () => {
    const orderId = await party.order();
    const live = await connect(orderId);
    await live.next();
    api.orderChanges.changed(orderId);
    await move(orderId, 'fulfilling');
    api.orderChanges.allChanged();
    expect(await live.next()).toMatchObject({ state: 'fulfilling' });
  });

  test('partners are shown a parked order as in progress', async () => {
    const live = await connect(await party.order({ state: 'needs_attention' }));
    expect(await live.next()).toMatchObject({ state: 'in_progress', parked: null });
  });

  test('streams end when the process stops', async () => {
    const stopping = new AbortController();
    const other = await startTestApi({ deps: { stopping: stopping.signal } });
    const ownParty = await createParty(other);
    const live = await connect(await ownParty.order(), ownParty.buyer.token, other);
    await live.next();
    stopping.abort();
    await live.ended;
    await other.stop();
  });
});

describe('401, 403, 404', () => {
  test('strangers get no stream', async () => {
    const orderId = await party.order();
    expect((await api.send('GET', `/v1/orders/${orderId}/events`)).status).toBe(401);
    const admin = await insertUser(api.deps.db, START, { role: 'admin' });
    expect((await connect(orderId, admin.token)).response.statusCode).toBe(403);
    const stranger = await createParty(api);
    expect((await connect(orderId, stranger.buyer.token)).response.statusCode).toBe(404);
  });
});

describe('429', () => {
  test('an eleventh live view is refused until another one is closed', async () => {
    const own = await createParty(api);
    const orderId = await own.order();
    const views = await Promise.all(Array.from({ length: 10 }, () => connect(orderId, own.buyer.token)));
    await Promise.all(views.map((view) => view.next()));
    const refused = await connect(orderId, own.buyer.token);
    expect(refused.response.statusCode).toBe(429);
    expect(refused.response.headers['retry-after']).toBeDefined();
    views[0]?.response.destroy();
    for (let n = 0; n < 100; n += 1) {
      const view = await connect(orderId, own.buyer.token);
      if (view.response.statusCode === 200) {
        await view.next();
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('the place of a closed view was not given back');
  });
});
