import { z } from 'zod';
import { PAYPAL_SETTINGS, payPalConfigOf } from '../../gateways/paypal/paypal-config';
import { createMailer } from '../../gateways/smtp/create-mailer';
import { createStripeProvider } from '../../gateways/stripe/create-stripe-provider';
import { createWorkplace } from '../../gateways/workplace/create-workplace';

const stripe =
  (secretKey: string, apiBase: string | null, webhookSecrets = ['whsec_one']) =>
  () =>
    createStripeProvider({ secretKey, apiBase, webhookSecrets });

describe('the start-up guard', () => {
  it('takes a test key with a stand-in on this machine, and either key with Stripe itself', () => {
    for (const base of ['http://127.0.0.1:24010', 'http://localhost:1', 'http://[::1]:1', 'https://127.0.0.1']) {
      expect(stripe('sk_test_abc', base)).not.toThrow();
    }
    expect(stripe('sk_test_abc', null)).not.toThrow();
    expect(stripe('sk_live_abc', null)).not.toThrow();
    expect(stripe('rk_live_abc', null)).not.toThrow();
  });

  it('stops a live key that would be sent to a stand-in, without repeating the key', () => {
    for (const key of ['sk_live_topsecret', 'rk_live_topsecret']) {
      expect(stripe(key, 'http://127.0.0.1:24010')).toThrow(
        /live key and with the address of a stand-in \(127\.0\.0\.1\)/
      );
      expect(stripe(key, 'http://127.0.0.1:24010')).not.toThrow(/topsecret/);
    }
  });

  it.each([
    ['http://stripe.test:80', /must begin with https/],
    ['https://stripe.test', /must be on this machine/],
    ['https://127.0.0.1.evil.test', /must be on this machine/],
    ['http://2130706433.evil.test', /must begin with https/],
    ['ftp://127.0.0.1', /must begin with https/],
    ['nonsense', /is no URL/],
  ])('stops a stand-in at %s', (base, sentence) => {
    expect(stripe('sk_test_abc', base)).toThrow(sentence);
  });

  it('stops a key of another shape and an empty webhook secret', () => {
    expect(stripe('pk_test_abc', null)).toThrow(/STRIPE_SECRET_KEY/);
    expect(stripe('', null)).toThrow(/STRIPE_SECRET_KEY/);
    expect(stripe('sk_test_abc', null, [])).toThrow(/STRIPE_WEBHOOK_SECRET/);
    expect(stripe('sk_test_abc', null, ['whsec_one', ' '])).toThrow(/STRIPE_WEBHOOK_SECRET/);
  });

  it('sends the key of Workplace over plain http only inside this machine', () => {
    expect(() => createWorkplace({ baseUrl: 'http://127.0.0.1:1', apiKey: 'k' })).not.toThrow();
    expect(() => createWorkplace({ baseUrl: 'https://workplace.test', apiKey: 'k' })).not.toThrow();
    expect(() => createWorkplace({ baseUrl: 'http://workplace.test', apiKey: 'k' })).toThrow(/https/);
  });

  it('runs without PayPal where nothing of it is set, and stops where a part is', () => {
    const read = (env: object) => payPalConfigOf(z.object(PAYPAL_SETTINGS).parse(env));
    const all = { PAYPAL_CLIENT_ID: 'id', PAYPAL_CLIENT_SECRET: 'topsecret', PAYPAL_WEBHOOK_ID: 'wh' };
    expect(read({})).toBeNull();
    expect(read({ PAYPAL_ENVIRONMENT: 'live' })).toBeNull();
    expect(read(all)).toMatchObject({ clientId: 'id', environment: 'sandbox', apiBase: null });
    expect(read({ ...all, PAYPAL_ENVIRONMENT: 'live' })).toMatchObject({ environment: 'live' });
    for (const name of Object.keys(all)) {
      const part = Object.fromEntries(Object.entries(all).filter(([key]) => key !== name));
      expect(() => read(part)).toThrow(/in part/);
      expect(() => read(part)).not.toThrow(/topsecret/);
    }
    expect(() => read({ ...all, PAYPAL_ENVIRONMENT: 'production' })).toThrow();
  });

  it('says what is wrong with the mail settings', () => {
    const from = 'Purser <no-reply@purser.test>';
    expect(() => createMailer({ url: 'mail.purser.test', from })).toThrow(/SMTP_URL is no URL/);
    expect(() => createMailer({ url: 'http://mail.purser.test', from })).toThrow(/smtp:\/\//);
    expect(() => createMailer({ url: 'smtp://127.0.0.1:25', from: 'nobody' })).toThrow(/MAIL_FROM/);
    expect(() => createMailer({ url: 'smtp://127.0.0.1:25', from: 'A <a@b.test>, B <b@b.test>' })).toThrow(/MAIL_FROM/);
  });
});
