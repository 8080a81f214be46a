import { callJson, fault, freshKey, moveClock } from './support/calls';
import { SECRET_KEY, startFixture, type Fixture } from './support/sandbox-fixture';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());

function create(name: string, key = freshKey()): Promise<{ id: string }> {
  return fixture.stripe.customers.create({ name }, key);
}

describe('an idempotency key', () => {
  test('repeats the first answer for the same request', async () => {
    const key = freshKey();
    const first = await create('Ana', key);
    expect((await create('Ana', key)).id).toBe(first.id);
    const replay = await fixture.stripe.customers.create({ name: 'Ana' }, key);
    expect(replay.lastResponse.headers['idempotent-replayed']).toBe('true');
  });

  test('refuses other parameters and other paths', async () => {
    const key = freshKey();
    await create('Ana', key);
    await expect(create('Bob', key)).rejects.toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
    const elsewhere = fixture.stripe.refunds.create({ payment_intent: 'pi_1' }, key);
    await expect(elsewhere).rejects.toMatchObject({ type: 'StripeIdempotencyError' });
  });

  test('is forgotten after 24 hours of the moved clock, and not before', async () => {
    const key = freshKey();
    const first = await create('Ana', key);
    await moveClock(fixture, 'PT23H');
    expect((await create('Ana', key)).id).toBe(first.id);
    await moveClock(fixture, 'PT1H');
    expect((await create('Ana', key)).id).not.toBe(first.id);
    await expect(create('Bob', key)).rejects.toMatchObject({ type: 'StripeIdempotencyError' });
  });

  test('keeps refusals of executed requests, but not failed parameter checks', async () => {
    const key = freshKey();
    const refund = (): Promise<unknown> => fixture.stripe.refunds.create({ payment_intent: 'pi_nobody' }, key);
    await expect(refund()).rejects.toMatchObject({ code: 'resource_missing' });
    const { body } = await callJson(`${fixture.sandbox.urls.stripe}/_sandbox/requests`);
    expect(JSON.stringify(body)).not.toContain(SECRET_KEY);
    await expect(refund()).rejects.toMatchObject({
      code: 'resource_missing',
      headers: { 'idempotent-replayed': 'true' },
    });

    const free = freshKey();
    await expect(fixture.stripe.customers.create({ email: 'no-address' }, free)).rejects.toMatchObject({
      param: 'email',
    });
    expect((await create('Ana', free)).id).toMatch(/^cus_/);
  });

  test('keeps a 500 for its whole life, whether the effect happened or not', async () => {
    for (const when of ['before', 'after']) {
      const key = freshKey();
      const name = `unlucky-${when}`;
      await fault(fixture, { match: { path: '/v1/customers' }, effect: 'status', status: 500, when });
      await expect(create(name, key)).rejects.toMatchObject({ type: 'StripeAPIError', statusCode: 500 });
      await expect(create(name, key)).rejects.toMatchObject({ type: 'StripeAPIError', statusCode: 500 });
      expect((await create(name)).id).toMatch(/^cus_/);
    }
  });

  test('does not keep a 429', async () => {
    const key = freshKey();
    await fault(fixture, { match: { path: '/v1/customers' }, effect: 'status', status: 429, retryAfterSeconds: 1 });
    await expect(create('busy', key)).rejects.toMatchObject({ type: 'StripeRateLimitError' });
    expect((await create('busy', key)).id).toMatch(/^cus_/);
  });

  test('gives 409 to the second of two requests at once', async () => {
    const key = freshKey();
    await fault(fixture, { match: { path: '/v1/customers' }, effect: 'slow', ms: 400 });
    const both = await Promise.allSettled([create('twin', key), create('twin', key)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = both.find(({ status }) => status === 'rejected');
    expect(lost).toMatchObject({ reason: { statusCode: 409, code: 'idempotency_key_in_use' } });
  });

  test('makes a cut connection harmless: the effect is there once, the answer repeats', async () => {
    const key = freshKey();
    await fault(fixture, { match: { path: '/v1/customers' }, effect: 'cut-after' });
    // The SDK itself repeats once on a closed connection, under the same key.
    const repeated = await create('cut', key);
    expect((await create('cut', key)).id).toBe(repeated.id);
    const seen = await callJson(`${fixture.sandbox.urls.stripe}/_sandbox/requests`);
    const mine = JSON.stringify(seen.body).split(key.idempotencyKey).length - 1;
    expect(mine).toBe(3);
  });

  test('is at most 255 characters long', async () => {
    await expect(create('long', { idempotencyKey: 'k'.repeat(256) })).rejects.toMatchObject({ statusCode: 400 });
  });
});
