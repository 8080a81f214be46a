import { eventually } from '../support/eventually';
import { outsideOf, type Outside } from '../support/e2e/outside';
import { signIn, type PartnerClient } from '../support/e2e/partner-client';
import { startSystem, type System } from '../support/e2e/start-system';

jest.setTimeout(120_000);

let system: System;
let outside: Outside;
let ada: PartnerClient;
beforeAll(async () => {
  system = await startSystem();
  outside = outsideOf(system);
  ada = await signIn(system, 'ada@aurora.example');
}, 60_000);
afterAll(() => system.close(), 60_000);

async function move(by: string): Promise<void> {
  const response = await fetch(`${system.sandbox.urls.control}/clock/advance`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ by }),
  });
  if (!response.ok) throw new Error(await response.text());
}

describe('moving the clock', () => {
  it('expires an unpaid order at its deadline before the call returns, and kills its page', async () => {
    const order = await ada.place('WP-1001');
    await move('PT25H');
    expect((await ada.order(order.orderId)).state).toBe('expired');
    await outside.tryToPay(/cs_[A-Za-z0-9_]+/.exec(order.checkout.url ?? '')?.[0] ?? '');
    expect(await outside.chargesOf(order.orderId)).toBe(0);
    await eventually(async () =>
      (await outside.mailsTo('ada@aurora.example')).some(({ subject }) => subject.includes(order.orderNo))
    );
  });

  it('ends an invoice link 24 hours after its mail was handed over', async () => {
    const placed = await ada.place('WP-1001');
    await ada.pay(placed);
    const order = await ada.until(
      placed.orderId,
      ({ facts, state }) => state === 'completed' && facts['mailedAt'] !== null
    );
    const mail = await eventually(async () =>
      (await outside.mailsTo('ada@aurora.example')).find(({ subject }) =>
        subject.includes(order.invoice?.invoiceNo ?? 'none')
      )
    );
    const link = /http:\/\/\S+\/i\/[A-Za-z0-9_-]+/.exec(await outside.textOf(mail))?.[0] ?? '';
    await move('PT23H');
    expect((await fetch(link)).status).toBe(200);
    await move('PT2H');
    const expired = await fetch(link);
    expect(expired.status).toBe(410);
    expect(await expired.text()).toContain('expired');
  });

  it('sends each reminder of a term once, in order, and never after the fact', async () => {
    await ada.quote('WP-1001');
    const { expires_on: expiresOn }: { expires_on: string } = await system
      .db('subscriptions')
      .where({ company_id: 'WP-1001' })
      .first();
    const now = ((await (await fetch(`${system.sandbox.urls.control}/clock`)).json()) as { now: string }).now;
    const days = Math.ceil((Date.parse(`${expiresOn}T00:00:00Z`) - Date.parse(now)) / 86_400_000) + 2;
    await move(`P${days}D`);
    const reminders = await system
      .db('mails')
      .where({ company_id: 'WP-1001', kind: 'renewal_reminder' })
      .orderBy('created_at')
      .select<{ created_at: string; state: string; data: { today: boolean } }[]>('created_at', 'state', 'data');
    const ahead = reminders.map((mail) =>
      Math.round((Date.parse(`${expiresOn}T00:00:00Z`) - Date.parse(mail.created_at)) / 86_400_000)
    );
    expect(ahead).toEqual([30, 7, 0]);
    expect(reminders.map(({ data }) => data.today)).toEqual([false, false, true]);
    expect(new Set(reminders.map(({ state }) => state))).toEqual(new Set(['sent']));
  });

  it('cannot be asked for by a stranger', async () => {
    const response = await fetch(`${system.api}/internal/sandbox/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-sandbox-secret': 'guessed' },
      body: JSON.stringify({ targetOffsetMs: 1_000 }),
    });
    expect(response.status).toBe(404);
  });
});
