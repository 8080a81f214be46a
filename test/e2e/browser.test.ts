import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/e2e/browser';
import { outsideOf } from '../support/e2e/outside';
import { DECLINED_CARD, GOOD_CARD, orderByCard, payWith, search, signInAs } from '../support/e2e/portal-visit';
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

const signedIn = (): Promise<Page> => signInAs(browser, system, 'ada@aurora.example');

describe('the main job in a browser', () => {
  it('goes from Company ID to active capacity and mailed invoice, live', async () => {
    const before = await outsideOf(system).changesOf('WP-1001');
    const page = await signedIn();
    await orderByCard(page, 'WP-1001', '5');
    await payWith(page, GOOD_CARD);
    await page.waitForURL(/\/orders\//);
    await page.getByText('The capacity is active.').waitFor({ timeout: 30_000 });
    await page.locator('li.done', { hasText: 'Invoice sent' }).waitFor({ timeout: 30_000 });
    const link = page.getByRole('link', { name: /^Invoice EU-INV-/ });
    const pdf = await page.request.get(new URL((await link.getAttribute('href')) ?? '', system.api).href);
    expect(pdf.headers()['content-type']).toBe('application/pdf');
    expect(await outsideOf(system).changesOf('WP-1001')).toBe(before + 1);
    await page.close();
  });

  it('survives a declined card, leaving the page, and paying later', async () => {
    const page = await signedIn();
    await orderByCard(page, 'WP-1005', '2');
    await payWith(page, DECLINED_CARD);
    await page
      .getByText(/declined/i)
      .first()
      .waitFor();
    await page.getByText('Cancel', { exact: true }).click();
    await page.waitForURL(/\/orders\//);
    await page.getByRole('button', { name: 'Pay now' }).click();
    await page.waitForURL(/\/pay\//);
    await payWith(page, GOOD_CARD);
    await page.getByText('The capacity is active.').waitFor({ timeout: 30_000 });
    await page.close();
  });

  it('says at the field what is wrong, and tells strangers’ companies from unknown ones in no way', async () => {
    const page = await signedIn();
    await search(page, 'WP-1001');
    await page.getByRole('button', { name: 'Subscribe Desk' }).click();
    await page.getByLabel('Desk: capacity to add').fill('0');
    await page.getByText(/at least/).waitFor();
    expect(await page.getByLabel('Desk: capacity to add').getAttribute('aria-invalid')).toBe('true');
    const answers: (string | null)[] = [];
    for (const companyId of ['WP-2001', 'WP-9999']) {
      await search(page, companyId);
      await page.getByText(/no company with this ID/i).waitFor();
      answers.push(await page.getByRole('alert').textContent());
    }
    expect(answers[0]).toBe(answers[1]);
    await page.close();
  });

  it('works by keyboard alone up to the price', async () => {
    const page = await browser.newPage();
    await page.goto(system.api);
    await page.getByLabel('E-mail').waitFor();
    await page.keyboard.type('ada@aurora.example');
    await page.keyboard.press('Tab');
    await page.keyboard.type(system.logins[0]?.password ?? '');
    await page.keyboard.press('Enter');
    await page.getByLabel('Company ID').focus();
    await page.keyboard.type('WP-1001');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Subscribe Meeting Room' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Meeting Room +1').waitFor();
    await page.close();
  });
});
