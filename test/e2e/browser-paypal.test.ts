import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/e2e/browser';
import { outsideOf } from '../support/e2e/outside';
import { fillCheckout, signInAs } from '../support/e2e/portal-visit';
import { startSystem, type System } from '../support/e2e/start-system';

jest.setTimeout(90_000);

let system: System;
let browser: Browser;
beforeAll(async () => {
  [system, browser] = [await startSystem(), await launchBrowser()];
}, 90_000);
afterAll(async () => {
  await browser.close();
  await system.close();
}, 60_000);

const PATIENCE = { timeout: 30_000 };
const idOf = (page: Page): string => /\/orders\/([\w-]+)/.exec(page.url())?.[1] ?? '';

/** Up to PayPal's page. */
async function orderByPayPal(companyId: string, units: string, renews = false): Promise<Page> {
  const page = await signInAs(browser, system, 'ada@aurora.example');
  await fillCheckout(page, companyId, units);
  await page.getByLabel('PayPal').check();
  if (renews) await page.getByLabel(/^Auto Renew/).check();
  await page.getByRole('button', { name: /^Place order and pay/ }).click();
  await page.waitForURL(/\/checkoutnow/);
  return page;
}

const payAs = (page: Page, payer: RegExp): Promise<void> =>
  page.getByRole('row').filter({ hasText: payer }).getByRole('button').click();

async function takenFor(orderId: string): Promise<number[]> {
  const answer = await fetch(`${system.sandbox.urls.paypal}/_sandbox/ledger?order_id=${orderId}`);
  const { entries } = (await answer.json()) as { entries: { netMinor: number }[] };
  return entries.map(({ netMinor }) => netMinor);
}

async function totalOf(orderId: string): Promise<number> {
  const order: { gross_minor: number } = await system.db('orders').where({ order_id: orderId }).first('gross_minor');
  return order.gross_minor;
}

describe('the main job by PayPal, in a browser', () => {
  it('goes over PayPal’s page to active capacity, and keeps the account for Auto Renew', async () => {
    const before = await outsideOf(system).changesOf('WP-1001');
    const page = await orderByPayPal('WP-1001', '3', true);
    await payAs(page, /Nora Novak/);
    await page.waitForURL(/\/orders\//);
    await page.getByText('The capacity is active.').waitFor(PATIENCE);
    await page.locator('li.done', { hasText: 'Invoice sent' }).waitFor(PATIENCE);
    const orderId = idOf(page);
    expect(await takenFor(orderId)).toEqual([await totalOf(orderId)]);
    expect(await outsideOf(system).changesOf('WP-1001')).toBe(before + 1);
    expect(await system.db('saved_methods').where({ order_id: orderId, provider: 'paypal' })).toHaveLength(1);
    await page.close();
  });

  it('lets the buyer choose another account after a decline', async () => {
    const page = await orderByPayPal('WP-1004', '1');
    await payAs(page, /Dan Dorn/);
    await page.waitForURL(/\/orders\//);
    await page.getByText('The last payment was not accepted.').waitFor(PATIENCE);
    await page.getByRole('button', { name: 'Pay now' }).click();
    await page.waitForURL(/\/checkoutnow/);
    await payAs(page, /Nora Novak/);
    await page.waitForURL(/\/orders\//);
    await page.getByText('The capacity is active.').waitFor(PATIENCE);
    expect(await takenFor(idOf(page))).toEqual([await totalOf(idOf(page))]);
    await page.close();
  });

  it('says that announced money is on its way, and goes on when it has come', async () => {
    const page = await orderByPayPal('WP-1005', '1');
    await payAs(page, /Petra Pohl/);
    await page.waitForURL(/\/orders\//);
    await page
      .getByText(/on its way|announced/i)
      .first()
      .waitFor(PATIENCE);
    const orderId = idOf(page);
    const answer = await fetch(`${system.sandbox.urls.paypal}/_sandbox/ledger?order_id=${orderId}`);
    const { entries } = (await answer.json()) as { entries: { captures: { id: string }[] }[] };
    await fetch(`${system.sandbox.urls.paypal}/_sandbox/captures/${entries[0]?.captures[0]?.id ?? ''}/settle`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ outcome: 'complete' }),
    });
    await page.getByText('The capacity is active.').waitFor(PATIENCE);
    await page.close();
  });

  it('leaves the order as it is when the buyer turns back at PayPal', async () => {
    const page = await orderByPayPal('WP-1006', '1');
    await page.getByText('Cancel and go back to Purser').click();
    await page.waitForURL(/\/orders\//);
    await page.getByRole('button', { name: 'Pay now' }).waitFor(PATIENCE);
    expect(await takenFor(idOf(page))).toEqual([0]);
    await page.close();
  });
});
