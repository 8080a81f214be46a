import { failureOf } from './support/failure-of';
import { CAPTURE_ID, type PayPalScript, startPayPalScript } from './support/paypal-script';
import { json } from './support/scripted-server';

let paypal: PayPalScript;

beforeEach(async () => {
  paypal = await startPayPalScript();
});
afterEach(() => paypal.server.stop());

const LIST = 'GET /v1/customer/disputes?';

function dispute(over: object = {}) {
  return {
    dispute_id: 'PP-R-ABC-1',
    create_time: '2026-11-23T09:00:00Z',
    reason: 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED',
    status: 'WAITING_FOR_SELLER_RESPONSE',
    dispute_amount: { currency_code: 'USD', value: '680.16' },
    dispute_life_cycle_stage: 'CHARGEBACK',
    seller_response_due_date: '2026-12-03T09:00:00Z',
    messages: [{ content: 'ada@aurora.example says' }],
    ...over,
  };
}

const page = (ids: readonly string[], links: object[] = []) =>
  json(200, { items: ids.map((dispute_id) => ({ dispute_id, status: 'OPEN' })), links });
const disputesOf = (body: object) => {
  paypal.answer({ [LIST]: page(['PP-R-ABC-1']), 'GET /v1/customer/disputes/PP-R-ABC-1': json(200, body) });
  return paypal.provider.listDisputes(CAPTURE_ID);
};

describe('a dispute at PayPal', () => {
  it('is read by itself, since the list does not say how it ended', async () => {
    expect(await disputesOf(dispute())).toEqual([
      {
        providerDisputeId: 'PP-R-ABC-1',
        amount: { amountMinor: 68_016, currency: 'USD' },
        state: 'open',
        reason: 'merchandise_or_service_not_received',
        openedAt: '2026-11-23T09:00:00.000Z',
        respondBy: '2026-12-03T09:00:00.000Z',
      },
    ]);
    const [asked] = paypal.calls();
    expect(asked?.path).toBe(`/v1/customer/disputes?disputed_transaction_id=${CAPTURE_ID}&page_size=50`);
    expect(asked?.headers['authorization']).toBe('Bearer token-1');
  });

  it.each([
    ['OPEN', 'INQUIRY', undefined, 'inquiry'],
    ['WAITING_FOR_BUYER_RESPONSE', 'INQUIRY', undefined, 'inquiry'],
    ['OPEN', 'CHARGEBACK', undefined, 'open'],
    ['UNDER_REVIEW', 'CHARGEBACK', undefined, 'open'],
    ['UNDER_REVIEW', 'PRE_ARBITRATION', undefined, 'open'],
    ['OTHER', 'A_STAGE_OF_2031', undefined, 'open'],
    ['RESOLVED', 'CHARGEBACK', 'RESOLVED_BUYER_FAVOUR', 'lost'],
    ['RESOLVED', 'CHARGEBACK', 'ACCEPTED', 'lost'],
    ['RESOLVED', 'ARBITRATION', 'RESOLVED_SELLER_FAVOUR', 'won'],
    ['RESOLVED', 'CHARGEBACK', 'DENIED', 'won'],
    ['RESOLVED', 'CHARGEBACK', 'RESOLVED_WITH_PAYOUT', 'won'],
    ['RESOLVED', 'INQUIRY', 'CANCELED_BY_BUYER', 'closed'],
    ['RESOLVED', 'INQUIRY', 'NONE', 'closed'],
    ['RESOLVED', 'INQUIRY', undefined, 'closed'],
    ['RESOLVED', 'CHARGEBACK', 'A_WORD_OF_2031', 'open'],
  ])('(%s, %s, %s) is %s', async (status, stage, outcome_code, state) => {
    const outcome = outcome_code === undefined ? {} : { dispute_outcome: { outcome_code } };
    const [view] = await disputesOf(dispute({ status, dispute_life_cycle_stage: stage, ...outcome }));
    expect(view?.state).toBe(state);
  });

  it('tells no word that is none of PayPal’s', async () => {
    expect(await disputesOf(dispute({ reason: 'Ada is angry' }))).toMatchObject([{ reason: 'other' }]);
    expect(await disputesOf(dispute({ reason: undefined }))).toMatchObject([{ reason: 'other' }]);
  });

  it.each([
    ['no amount', { dispute_amount: undefined }],
    ['an odd amount', { dispute_amount: { currency_code: 'USD', value: '-1' } }],
    ['no day', { create_time: 'yesterday' }],
    ['no state', { status: undefined }],
  ])('of an answer with %s is no answer', async (_what, over) => {
    expect((await failureOf(disputesOf(dispute(over)))).kind).toBe('unavailable');
  });

  it('is looked for on every page, and never on pages without end', async () => {
    const next = [
      { rel: 'next', href: 'https://api-m.paypal.com/v1/customer/disputes?page_size=50&next_page_token=p2' },
    ];
    const second = dispute({ dispute_id: 'PP-R-ABC-2', create_time: '2026-11-22T09:00:00Z' });
    paypal.answer({
      [`${LIST}disputed_transaction_id=${CAPTURE_ID}&page_size=50&next_page_token=p2`]: page(['PP-R-ABC-2']),
      [LIST]: page(['PP-R-ABC-1'], next),
      'GET /v1/customer/disputes/PP-R-ABC-1': json(200, dispute()),
      'GET /v1/customer/disputes/PP-R-ABC-2': json(200, second),
    });
    const found = await paypal.provider.listDisputes(CAPTURE_ID);
    expect(found.map(({ providerDisputeId }) => providerDisputeId)).toEqual(['PP-R-ABC-2', 'PP-R-ABC-1']);
    paypal.answer({ [LIST]: page([], next) });
    expect(await failureOf(paypal.provider.listDisputes(CAPTURE_ID))).toMatchObject({
      kind: 'unknown_outcome',
      code: 'paypal_search_too_long',
    });
  });

  it.each([
    [401, 'refused', 'paypal_key_refused'],
    [403, 'refused', 'paypal_not_permitted'],
    [429, 'unavailable', 'paypal_rate_limited'],
    [500, 'unavailable', 'paypal_unavailable'],
  ])('that PayPal will not tell (%d) is a failure of the usual kind', async (status, kind, code) => {
    paypal.answer({ [LIST]: json(status, { name: 'ERROR', message: 'for ada@aurora.example' }) });
    const failure = await failureOf(paypal.provider.listDisputes(CAPTURE_ID));
    expect([failure.kind, failure.code]).toEqual([kind, code]);
    expect(failure.message).not.toContain('ada@');
  });
});
