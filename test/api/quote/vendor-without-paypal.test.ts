import { uuidv7 } from 'uuidv7';
import { createParty, orderBody, type OrderParty } from '../../support/api/order-fixture';
import { startTestApi, type TestApi } from '../../support/api/start-test-api';
import { insertQuote } from '../../support/rows/order-rows';

const methodsIn = (list: readonly { method: string }[]): string[] => list.map(({ method }) => method);

describe.each([
  { providers: ['stripe'] as const, offered: false },
  { providers: ['stripe', 'paypal'] as const, offered: true },
])('a vendor with $providers', ({ providers, offered }) => {
  let api: TestApi;
  let party: OrderParty;
  const token = () => ({ token: party.buyer.token });

  beforeAll(async () => {
    api = await startTestApi({ deps: { providers } });
    party = await createParty(api);
  });
  afterAll(() => api.stop());

  test('shows PayPal in the catalogue only if it can be paid by it', async () => {
    const { json } = await api.send('GET', '/v1/catalogue', token());
    expect(methodsIn(json.methods).includes('paypal')).toBe(offered);
    expect(methodsIn(json.methods)).toEqual(expect.arrayContaining(['card', 'offline']));
  });

  test('shows it in a quote likewise, and takes an order by it likewise', async () => {
    const quoteId = await insertQuote(api.deps.db, party.rows);
    const { json } = await api.send('GET', `/v1/quotes/${quoteId}`, token());
    expect(methodsIn(json.methods).includes('paypal')).toBe(offered);
    const headers = { 'idempotency-key': uuidv7() };
    const body = { ...orderBody(quoteId), method: 'paypal' };
    const answer = await api.send('POST', '/v1/orders', { ...token(), headers, body });
    const problem = (answer.json.errors ?? []).find(({ field }: { field: string }) => field === 'method');
    expect(problem?.code).toBe(offered ? undefined : 'method_not_offered');
  });

  test('lets an order change to it likewise, on its page, in the list and when it is asked', async () => {
    const orderId = await party.order({ method: 'card' });
    const { json } = await api.send('GET', `/v1/orders/${orderId}`, token());
    const list = await api.send('GET', '/v1/orders', token());
    for (const changeableTo of [json.payment.changeableTo, list.json.items[0].changeableTo]) {
      expect(changeableTo).toEqual(offered ? ['paypal', 'offline'] : ['offline']);
    }
    api.workflows.on('ask', () => ({ outcome: 'done', state: 'awaiting_payment' }));
    const headers = { 'idempotency-key': uuidv7() };
    const body = { method: 'paypal', autoRenew: 'keep' };
    const answer = await api.send('POST', `/v1/orders/${orderId}/change-method`, { ...token(), headers, body });
    expect([answer.status, answer.json.errors?.[0].code]).toEqual(
      offered ? [200, undefined] : [422, 'method_not_offered']
    );
  });
});
