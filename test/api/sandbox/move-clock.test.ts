import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { insertRefund } from '../../support/rows/refund-rows';
import { createParty, type OrderParty } from '../../support/api/order-fixture';
import { startTestApi, type TestApi } from '../../support/api/start-test-api';

const SECRET = 'a control secret of tests';

let api: TestApi;
let standIns: Server;
let party: OrderParty;

beforeAll(async () => {
  standIns = createServer((_request, response) => response.end('{}'));
  await new Promise<void>((resolve) => standIns.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(standIns.address() as AddressInfo).port}`;
  api = await startTestApi({ settings: { sandbox: { url, controlSecret: SECRET } } });
  party = await createParty(api);
});
afterAll(async () => {
  await api.stop();
  await new Promise((resolve) => standIns.close(resolve));
});

/** The process hears of the move by NOTIFY, which this API does not listen to. */
async function moveTo(targetOffsetMs: number) {
  api.clock.setOffset(targetOffsetMs);
  const headers = { 'x-sandbox-secret': SECRET };
  return api.send('POST', '/internal/sandbox/clock', { body: { targetOffsetMs }, headers });
}

const told = (name: string): unknown[] =>
  api.workflows.calls.filter((call) => call.name === name).map(({ args }) => args);

describe('POST /internal/sandbox/clock', () => {
  describe('200', () => {
    test('open orders follow, and so does the aftercare of an ended one whose money is on its way back', async () => {
      const [open, ended, settled] = [await party.order(), await party.order(), await party.order()];
      for (const [orderId, state] of [
        [ended, 'pending'],
        [settled, 'done'],
      ] as const) {
        await api.deps
          .db('orders')
          .where({ order_id: orderId })
          .update({ state: 'expired', closed_at: api.clock.now() });
        await insertRefund(api.deps.db, orderId, state);
      }
      const { status, json } = await moveTo(3_600_000);
      expect([status, json.offsetMs, json.unsettled]).toEqual([200, 3_600_000, []]);
      expect(told('orderClockMoved')).toEqual([[open, 3_600_000]]);
      expect(told('aftercareClockMoved')).toEqual([[ended, 3_600_000]]);
    });
  });
});
