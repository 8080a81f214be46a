import { randomUUID } from 'node:crypto';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../support/e2e/browser';
import { pdfWith } from '../support/evidence-bytes';
import { outsideOf } from '../support/e2e/outside';
import { signIn } from '../support/e2e/partner-client';
import { fillCheckout, GOOD_CARD, orderByCard, payWith, signInAs } from '../support/e2e/portal-visit';
import { startSystem, type System } from '../support/e2e/start-system';

jest.setTimeout(120_000);

let system: System;
let browser: Browser;
beforeAll(async () => {
  [system, browser] = [await startSystem(), await launchBrowser()];
}, 90_000);
afterAll(async () => {
  await browser.close();
  await system.close();
}, 60_000);

const ADA = 'ada@aurora.example';
const ANNA = 'anna@vendor.example';
const FRED = 'fred@vendor.example';
/** USD 13,289.93 on the day of the sample catalogue: above the limit of one person. */
const ABOVE_THE_LIMIT = '300';
const PATIENCE = { timeout: 30_000 };

const idOf = (page: Page): string => /\/orders\/([\w-]+)/.exec(page.url())?.[1] ?? '';
const rowOf = (page: Page, orderNo: string): Locator => page.getByRole('row').filter({ hasText: orderNo }).first();

/** The number of the order whose page this is. */
async function orderNoOn(page: Page): Promise<string> {
  const title = await page.getByRole('heading', { name: /^Order ORD-/ }).textContent();
  return /ORD-\d{4}-\d+/.exec(title ?? '')?.[0] ?? '';
}

async function unfold(page: Page, orderNo: string): Promise<void> {
  await page.getByRole('button', { name: orderNo }).click();
}

/** The order's row of "My orders" and the actions under it. */
async function openOrders(page: Page, orderNo: string): Promise<{ readonly row: Locator; readonly acts: Locator }> {
  await page.goto(`${system.api}/orders`);
  const row = rowOf(page, orderNo);
  await row.waitFor();
  return { row, acts: page.getByRole('group', { name: `Order ${orderNo}` }) };
}

describe('an order by bank transfer, by hand', () => {
  it('goes over account manager and finance, two people, to active capacity', async () => {
    const before = await outsideOf(system).changesOf('WP-1001');
    const ada = await signInAs(browser, system, ADA);
    await fillCheckout(ada, 'WP-1001', ABOVE_THE_LIMIT);
    await ada.getByLabel('Offline (bank transfer)').check();
    await ada.getByText('Your account manager or local distributor will contact you.').waitFor();
    await ada.getByRole('button', { name: 'Place order' }).click();
    await ada.getByRole('heading', { name: 'How to pay' }).waitFor();
    const [orderNo, orderId] = [await orderNoOn(ada), idOf(ada)];

    const anna = await signInAs(browser, system, ANNA);
    await unfold(anna, orderNo);
    await anna.getByRole('button', { name: 'Record a receipt' }).click();
    await anna.getByLabel('Bank reference').fill('NTRF 4711');
    await anna.getByLabel('Payer').fill('Aurora Workspaces GmbH');
    const file = { name: 'advice.pdf', mimeType: 'application/pdf', buffer: pdfWith('advice of the bank') };
    await anna.getByLabel('Evidence (optional)').setInputFiles(file);
    await anna.getByRole('button', { name: 'Record the receipt' }).click();
    await anna.getByText(/^The receipt of USD 13,289\.93 is recorded/).waitFor(PATIENCE);
    await rowOf(anna, orderNo).getByText('Waits for approval').waitFor(PATIENCE);
    await ada.getByText(/waits for approval by our finance team/).waitFor(PATIENCE);

    await anna.getByText(/a different person with finance rights has to approve it/).waitFor(PATIENCE);
    expect(await anna.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    const { call } = await signIn(system, ANNA);
    const refused = await call('POST', `/v1/orders/${orderId}/approve`, {}, { 'idempotency-key': randomUUID() });
    expect(refused.status).toBe(403);
    expect(await outsideOf(system).changesOf('WP-1001')).toBe(before);

    const fred = await signInAs(browser, system, FRED);
    await unfold(fred, orderNo);
    await fred.getByRole('button', { name: 'Approve' }).click();
    await fred.getByRole('dialog').getByRole('button', { name: 'Yes, approve' }).click();
    await rowOf(fred, orderNo).getByText('Completed').waitFor(PATIENCE);
    await ada.getByText('The capacity is active.').waitFor(PATIENCE);
    expect(await outsideOf(system).changesOf('WP-1001')).toBe(before + 1);
    for (const page of [ada, anna, fred]) await page.close();
  });
});

describe('my orders', () => {
  it('changes from card to bank transfer and back, and pays once', async () => {
    const ada = await signInAs(browser, system, ADA);
    await orderByCard(ada, 'WP-1005', '2');
    await ada.getByText('Cancel', { exact: true }).click();
    await ada.waitForURL(/\/orders\//);
    const [orderNo, orderId] = [await orderNoOn(ada), idOf(ada)];
    const { row, acts } = await openOrders(ada, orderNo);
    await acts.getByRole('button', { name: 'Change method' }).click();
    const dialog = ada.getByRole('dialog');
    await dialog.getByLabel('Offline (bank transfer)').check();
    await dialog.getByRole('button', { name: 'Change method' }).click();
    await row.getByText('Offline (bank transfer)').waitFor(PATIENCE);
    expect(await acts.getByRole('button', { name: 'Pay now' }).count()).toBe(0);
    await acts.getByRole('button', { name: 'Change method' }).click();
    await dialog.getByLabel('Debit or credit card').check();
    await dialog.getByRole('button', { name: 'Change and go to the payment page' }).click();
    await ada.waitForURL(/\/pay\//, PATIENCE);
    await payWith(ada, GOOD_CARD);
    await ada.getByText('The capacity is active.').waitFor(PATIENCE);
    expect(await outsideOf(system).chargesOf(orderId)).toBe(1);
    await ada.close();
  });

  it('cancels from the list after a second question', async () => {
    const ada = await signInAs(browser, system, ADA);
    await orderByCard(ada, 'WP-1001', '1');
    await ada.getByText('Cancel', { exact: true }).click();
    await ada.waitForURL(/\/orders\//);
    const [orderNo, orderId] = [await orderNoOn(ada), idOf(ada)];
    const { row, acts } = await openOrders(ada, orderNo);
    await acts.getByRole('button', { name: 'Cancel the order' }).click();
    await acts.getByRole('button', { name: 'Yes, cancel it' }).click();
    await row.getByText('Cancelled').waitFor(PATIENCE);
    const { body } = await (await signIn(system, ADA)).call('GET', `/v1/orders/${orderId}`);
    expect(body).toMatchObject({ state: 'cancelled' });
    await ada.close();
  });
});
