import { LOCALES } from '../../domain/billing/billing-data';
import { fillTemplate } from '../../gateways/smtp/content/fill-template';
import { html } from '../../gateways/smtp/content/safe-html';
import { createMailRenderer, type MailRenderer } from '../../gateways/smtp/render-mail';
import { testMailTemplateDir } from '../support/mail-templates';
import { SAMPLE_MAILS } from './support/sample-mails';

const portalUrl = 'https://purser.example/portal';
let mails: MailRenderer;

beforeAll(() => {
  mails = createMailRenderer({ templateDir: testMailTemplateDir(), portalUrl });
});

const everyMail = LOCALES.flatMap((locale) =>
  Object.entries(SAMPLE_MAILS).map(([kind, data]) => ({ kind, locale, data }))
);

describe('every mail', () => {
  it.each(everyMail)('$kind in $locale has a subject, HTML and text that say the same', ({ kind, locale, data }) => {
    const { subject, html: page, text } = mails.renderStoredMail(kind, locale, data);
    expect(subject).not.toMatch(/[\r\n]|undefined|null|NaN/);
    expect(page).toMatch(locale === 'zh' ? /<html lang="zh-Hans"/ : /<html lang="en"/);
    expect(page).not.toMatch(/\{\{|undefined|NaN|\[object/);
    expect(text).not.toMatch(/\{\{|undefined|NaN|\[object|<\w/);
    for (const line of text.split('\n').filter((part) => part.startsWith('http')))
      expect(page).toContain(`href="${line}"`);
    expect(page.match(/<a\s/g)).toHaveLength(1);
  });

  it.each(everyMail)(
    '$kind in $locale shows whatever a person is called, and runs none of it',
    ({ kind, locale, data }) => {
      const name = `张伟 محمد 🦊 <script>alert(1)</script> "x" 'y' & {{subject}}\r\nBcc: evil@x.test`;
      const company = { companyName: name };
      const {
        subject,
        html: page,
        text,
      } = mails.renderStoredMail(kind, locale, { ...data, ...company, recipientName: name });
      expect(subject).not.toMatch(/[\r\n]/);
      expect(page).not.toContain('<script>');
      expect(page).toContain('张伟 محمد 🦊 &#60;script&#62;');
      expect(page).toContain('{{subject}}');
      expect(text).toContain('张伟 محمد 🦊 <script>');
    }
  );

  it('needs every value of its kind, and the failure repeats none of them', () => {
    const broken = { ...SAMPLE_MAILS.order_expired, orderNo: undefined, total: 'Ada’s secret' };
    const render = () => mails.renderStoredMail('order_expired', 'en', broken);
    expect(render).toThrow(/data\.orderNo .*data\.total/);
    expect(render).not.toThrow(/secret/);
    expect(() => mails.renderStoredMail('login_code', 'en', {})).toThrow(/kind/);
  });
});

describe('the mail with the invoice', () => {
  it('carries the link once, its limits, and the arithmetic of every line', () => {
    const { html: page, text } = mails.renderMail('payment_received', 'en', SAMPLE_MAILS.payment_received);
    expect(text.match(/https?:\S+/g)).toEqual([SAMPLE_MAILS.payment_received.linkUrl]);
    for (const part of ['24 hours', 'once', 'sends you a new one', 'EU-2026-000042', 'USD 680.16', '15 in total']) {
      expect(text).toContain(part);
      expect(page).toContain(part);
    }
    expect(text).toContain('5 × USD 120.00 × 183 of 365 days = USD 300.82, less 10 % discount USD 30.08 = USD 270.74');
  });

  it('takes an invoice body as it is: fields of its own are ignored', () => {
    const body = { ...SAMPLE_MAILS.payment_received, templateVersion: 1, seller: { legalName: 'Seller' } };
    expect(mails.renderStoredMail('payment_received', 'en', body)).toEqual(
      mails.renderMail('payment_received', 'en', SAMPLE_MAILS.payment_received)
    );
  });

  it('speaks of no payment where nothing was to pay', () => {
    const free = { ...SAMPLE_MAILS.payment_received, paidOn: null, paymentMethod: 'none' as const };
    const { subject, text } = mails.renderMail('payment_received', 'en', free);
    expect(subject).toBe('ORD-2026-000123 is complete: invoice EU-2026-000042');
    expect(text).not.toMatch(/received/i);
  });

  it('says why no tax is charged', () => {
    const [taxLine] = SAMPLE_MAILS.payment_received.taxLines;
    if (taxLine === undefined) throw new Error('the sample has a tax line');
    const taxLines = [{ ...taxLine, category: 'reverse_charge' as const, rateBasisPoints: 0, country: 'FR' }];
    const { html: page, text } = mails.renderMail('payment_received', 'en', {
      ...SAMPLE_MAILS.payment_received,
      taxLines,
    });
    expect(text).toContain('Reverse charge');
    expect(page).toContain('Reverse charge');
  });

  it('links to the web only', () => {
    for (const linkUrl of ['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', 'nonsense']) {
      expect(() => mails.renderMail('payment_received', 'en', { ...SAMPLE_MAILS.payment_received, linkUrl })).toThrow();
    }
  });
});

describe('the mail to the buyer', () => {
  it('links to the web only, wherever the portal is said to be', () => {
    const astray = createMailRenderer({ templateDir: testMailTemplateDir(), portalUrl: 'javascript:alert(1)' });
    expect(() => astray.renderMail('payment_summary', 'en', SAMPLE_MAILS.payment_summary)).toThrow(/to the web only/);
  });

  it('has no invoice link, even when the data hold one', () => {
    const { html: page, text } = mails.renderStoredMail('payment_summary', 'en', SAMPLE_MAILS.payment_received);
    expect(`${page}${text}`).not.toContain(SAMPLE_MAILS.payment_received.linkUrl);
    expect(text).toContain(portalUrl);
  });
});

describe('the mail that says how to pay', () => {
  const placed = SAMPLE_MAILS.order_placed_offline;

  it('names amount, account, reference, deadline, the proforma and who will get in touch', () => {
    const { subject, html: page, text } = mails.renderMail('order_placed_offline', 'en', placed);
    expect(subject).toBe('How to pay ORD-2026-000123: USD 680.16 by bank transfer');
    for (const part of [
      'USD 680.16',
      'DE02120300000000202051 (USD)',
      'SAMPDEHHXXX',
      'EU-PF-2026-000007 ORD-2026-000123',
      '23 December 2026, 09:05 UTC',
      'The proforma invoice EU-PF-2026-000007 is attached',
      'Your account manager Anna Manager or your distributor Dora Distributor will contact you',
    ]) {
      expect(text).toContain(part);
      expect(page).toContain(part);
    }
  });

  it('names the buyer’s PI where there is one, and then no attachment', () => {
    const named = { ...placed, proformaNo: null, piNumber: 'PI-77', reference: 'PI-77 ORD-2026-000123' };
    for (const locale of LOCALES) {
      const { text } = mails.renderMail('order_placed_offline', locale, named);
      expect(text).toContain('PI-77 ORD-2026-000123');
      expect(text).not.toMatch(/attached|附件/);
    }
  });

  it.each([
    ['Anna', null, 'Your account manager Anna will'],
    [null, null, 'Your account manager or local distributor will'],
    [null, 'Dora', 'Your account manager or your distributor Dora will'],
  ])('with account manager %s and distributor %s says so', (accountManagerName, distributorName, sentence) => {
    const data = { ...placed, accountManagerName, distributorName };
    expect(mails.renderMail('order_placed_offline', 'en', data).text).toContain(sentence);
  });
});

describe('mails about an order that waits for money', () => {
  const nothingYet = SAMPLE_MAILS.order_expiring;
  const partly = SAMPLE_MAILS.payment_partly_received;

  it('say that an unpaid order closes, and that one with money on it does not', () => {
    expect(mails.renderMail('order_expiring', 'en', nothingYet).text).toContain('Without a payment it closes on');
    const { subject, text } = mails.renderMail('order_expiring', 'en', partly);
    expect(subject).toContain('USD 180.16');
    expect(text).toContain('the order does not close by itself');
    expect(text).not.toContain('it closes on');
  });

  it('say what has come and what is open', () => {
    const { text } = mails.renderMail('payment_partly_received', 'en', partly);
    expect(text).toContain('Received: USD 500.00');
    expect(text).toContain('Still open: USD 180.16');
  });

  it('tell an account manager about no person of the partner', () => {
    const { text } = mails.renderMail('offline_follow_up', 'en', SAMPLE_MAILS.offline_follow_up);
    expect(text).toContain('placed 7 days ago');
    expect(text).not.toContain('Ada');
  });

  it('of a cancelled order say where money that had come goes', () => {
    const cancelled = SAMPLE_MAILS.order_cancelled;
    const returned = { amountMinor: 5_000, currency: 'USD' } as const;
    expect(mails.renderMail('order_cancelled', 'en', { ...cancelled, returned }).text).toContain(
      'The USD 50.00 that had arrived goes back'
    );
    expect(mails.renderMail('order_cancelled', 'en', cancelled).text).not.toContain('goes back');
  });
});

describe('the renewal reminder', () => {
  const reminder = SAMPLE_MAILS.renewal_reminder;

  it('names date, amount, capacity, card and the last day to renew, and announces no charge', () => {
    const { text } = mails.renderMail('renewal_reminder', 'en', reminder);
    for (const part of [
      '25 May 2027',
      '1 June 2027',
      'USD 4,123.00',
      'Desk: 40',
      'Visa ending in 4242',
      'Auto Renew: On',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain('not charged by itself yet');
  });

  it('says so when Auto Renew is off, and when it is the last day', () => {
    const last = mails.renderMail('renewal_reminder', 'en', {
      ...reminder,
      autoRenew: false,
      today: true,
      savedCard: null,
    });
    expect(last.subject).toBe('The plan of Aurora Workspaces GmbH ends today');
    expect(last.text).toContain('Auto Renew is switched off');
    expect(last.text).not.toContain('Saved card');
  });
});

describe('fillTemplate', () => {
  it('fails on a value that is missing and on one that is unknown', () => {
    expect(() => fillTemplate('{{a}} {{b}}', { a: '1' })).toThrow(/wants a value for: b/);
    expect(() => fillTemplate('{{a}}', { a: '1', b: '2' })).toThrow(/does not know: b/);
    expect(() => fillTemplate('{{constructor}}', {})).toThrow(/constructor/);
  });

  it('escapes text, keeps markup of ours, and never fills a value again', () => {
    const filled = fillTemplate('<a href="{{u}}">{{m}}</a>', { u: '"><b>', m: html`<i>${'{{u}} & <b>'}</i>` });
    expect(filled).toBe('<a href="&#34;&#62;&#60;b&#62;"><i>{{u}} &#38; &#60;b&#62;</i></a>');
  });

  it('says what to do when the templates are not built', () => {
    expect(() => createMailRenderer({ templateDir: '/nowhere', portalUrl })).toThrow(/npm run build/);
  });
});

describe('the mail with the credit note', () => {
  const note = SAMPLE_MAILS.credit_note;

  it('names both documents, what was credited of each line, and what was sent back', () => {
    const { subject, text } = mails.renderMail('credit_note', 'en', note);
    expect(subject).toBe('Credit note EU-CN-2026-000011 for invoice EU-2026-000042');
    for (const part of ['2 of 5 units credited', 'the units stay', 'USD 161.10 was sent back', 'is attached']) {
      expect(text).toContain(part);
    }
  });

  it.each(['correction', 'lost_dispute', 'returned_at_provider', 'refund'] as const)(
    'says of a %s that no money moves',
    (cause) => {
      const { text } = mails.renderMail('credit_note', 'en', {
        ...note,
        cause,
        returned: { ...note.returned, amountMinor: 0 },
      });
      expect(text).toMatch(/No (further )?money moves/);
      expect(text).not.toContain('sent back to');
    }
  );
});
