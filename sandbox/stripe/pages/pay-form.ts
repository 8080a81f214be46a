import type { PayerInput } from '../pay-session';
import { findTestCard } from '../test-cards';

export type PayForm =
  | { ok: true; payer: PayerInput; values: Record<string, string> }
  | { ok: false; error: string; values: Record<string, string> };

/** Checks what the payer typed. `nowMs` is the moved clock: a card that expired on it is refused here, as Stripe does. */
export function readPayForm(form: Record<string, unknown>, nowMs: number): PayForm {
  const field = (name: string): string => (typeof form[name] === 'string' ? form[name].trim().slice(0, 200) : '');
  const values = {
    card: field('card'),
    expiry: field('expiry'),
    cvc: field('cvc'),
    name: field('name'),
    email: field('email'),
  };
  const refuse = (error: string): PayForm => ({ ok: false, error, values });
  const card = findTestCard(values.card);
  if (card === undefined)
    return refuse('Only the test cards listed on this page are accepted. Never type a real card here.');
  const expiry = /^(0?[1-9]|1[0-2])\s*\/\s*(\d{2}|20\d{2})$/.exec(values.expiry);
  if (expiry === null) return refuse('Write the expiry date as month and year, for example 12 / 34.');
  const expMonth = Number(expiry[1]);
  const expYear = Number(expiry[2]) < 100 ? 2000 + Number(expiry[2]) : Number(expiry[2]);
  if (Date.UTC(expYear, expMonth) <= nowMs) return refuse('This card has expired. Use an expiry date in the future.');
  if (!/^\d{3,4}$/.test(values.cvc)) return refuse('The security code has three digits; any will do.');
  const email = values.email === '' ? null : values.email;
  if (email !== null && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    return refuse('This e-mail address is not complete.');
  const holder = values.name === '' ? null : values.name;
  return { ok: true, payer: { card, expMonth, expYear, holder, email }, values };
}
