import type { Browser, Page } from 'playwright-core';
import type { System } from './start-system';

export const GOOD_CARD = '4242 4242 4242 4242';
export const DECLINED_CARD = '4000 0000 0000 0002';

/** A window of somebody's own, signed in; two people share no session. */
export async function signInAs(browser: Browser, system: System, email: string): Promise<Page> {
  const login = system.logins.find((candidate) => candidate.email === email);
  if (login === undefined) throw new Error(`nobody is called ${email}`);
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(system.api);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(login.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  return page;
}

export async function search(page: Page, companyId: string): Promise<void> {
  await page.getByLabel('Company ID').fill(companyId);
  await page.getByRole('button', { name: 'Search' }).click();
}

/** Up to the terms of sale: a method may still be chosen, then the button is pressed. */
export async function fillCheckout(page: Page, companyId: string, units: string): Promise<void> {
  await search(page, companyId);
  await page.getByRole('button', { name: 'Subscribe Meeting Room' }).click();
  await page.getByLabel('Meeting Room: capacity to add').fill(units);
  await page.getByText(`Meeting Room +${units}`).waitFor();
  await page.getByLabel('Invoice goes to').selectOption({ index: 1 });
  await page.getByLabel(/I accept the terms of sale/).check();
}

/** Up to the provider's page. */
export async function orderByCard(page: Page, companyId: string, units: string): Promise<void> {
  await fillCheckout(page, companyId, units);
  await page.getByRole('button', { name: /^Place order and pay/ }).click();
  await page.waitForURL(/\/pay\//);
}

export async function payWith(page: Page, card: string): Promise<void> {
  await page.getByLabel('Card number').fill(card);
  await page.getByRole('button', { name: /^Pay / }).click();
}
