import { createMailer, type SmtpMailer } from '../../gateways/smtp/create-mailer';
import { createMailRenderer } from '../../gateways/smtp/render-mail';
import { testMailTemplateDir } from '../support/mail-templates';
import { callJson, fault } from './sandbox/support/calls';
import { type Fixture, startFixture } from './sandbox/support/sandbox-fixture';
import { failureOf } from './support/failure-of';
import { SAMPLE_MAILS } from './support/sample-mails';

let fixture: Fixture;
let mailer: SmtpMailer;

beforeEach(async () => {
  fixture = await startFixture();
  mailer = createMailer({ url: fixture.sandbox.urls.smtp, from: 'Purser <billing@purser.example>', timeoutMs: 1_000 });
});
afterEach(async () => {
  mailer.close();
  await fixture.stop();
});

const messageId = '<payment_received/order-1@purser.mail>';
const invoiceMail = (address = 'ada@aurora.example') => {
  const { renderMail } = createMailRenderer({
    templateDir: testMailTemplateDir(),
    portalUrl: 'https://purser.example',
  });
  const rendered = renderMail('payment_received', 'zh', { ...SAMPLE_MAILS.payment_received, recipientName: '张伟 🦊' });
  return { to: { name: '张伟 🦊', address }, messageId, ...rendered };
};

interface Kept {
  readonly id: string;
  readonly subject: string;
  readonly messageId: string;
}
async function kept(): Promise<readonly Kept[]> {
  const { body } = await callJson(`${fixture.sandbox.urls.mailbox}/api/messages?to=ada@aurora.example`);
  return body['messages'] as readonly Kept[];
}

it('a mail in Chinese arrives whole, its invoice link clickable', async () => {
  const mail = invoiceMail();
  await mailer.send(mail);
  const [message] = await kept();
  expect(message).toMatchObject({ subject: mail.subject, messageId });
  const { body } = await callJson(`${fixture.sandbox.urls.mailbox}/api/messages/${message?.id ?? ''}`);
  expect(body['text']).toBe(mail.text);
  expect(body['links']).toContain(SAMPLE_MAILS.payment_received.linkUrl);
});

it('an attachment is listed on the mail’s page and comes back byte for byte', async () => {
  const bytes = Buffer.from([0x25, 0x50, 0x44, 0x46, 0, 0xff, 0x0d, 0x0a, 0x2e, 0x0d, 0x0a]);
  const attachments = [{ fileName: 'EU-PF-2026-000007.pdf', contentType: 'application/pdf', bytes }];
  await mailer.send({ ...invoiceMail(), attachments });
  const [message] = await kept();
  const page = `${fixture.sandbox.urls.mailbox}/messages/${message?.id ?? ''}`;
  expect(await (await fetch(page)).text()).toContain(
    `/messages/${message?.id ?? ''}/attachments/0">EU-PF-2026-000007.pdf`
  );
  const file = await fetch(`${page}/attachments/0`);
  expect(file.headers.get('content-type')).toBe('application/pdf');
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="EU-PF-2026-000007.pdf"');
  expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes);
});

it('a mail whose hand-over was cut after the server kept it comes twice under one Message-ID', async () => {
  await fault(fixture, { effect: 'smtp-cut-after' }, 'mailbox');
  expect((await failureOf(mailer.send(invoiceMail()))).kind).toBe('unknown_outcome');
  await mailer.send(invoiceMail());
  expect(new Set((await kept()).map((message) => message.messageId))).toEqual(new Set([messageId]));
});

it.each([
  [{ effect: 'smtp-reject', code: 550 }, 'refused'],
  [{ effect: 'smtp-reject', code: 451 }, 'unavailable'],
])('a mail that meets %j is not kept', async (body, kind) => {
  await fault(fixture, body, 'mailbox');
  expect((await failureOf(mailer.send(invoiceMail()))).kind).toBe(kind);
  expect(await kept()).toEqual([]);
});

it('a server that turns connections away is tried again later', async () => {
  await fault(fixture, { effect: 'smtp-refuse-connection', times: 3 }, 'mailbox');
  expect((await failureOf(mailer.send(invoiceMail()))).kind).not.toBe('refused');
});

it('50 mails at once all arrive over few connections', async () => {
  const mails = Array.from({ length: 50 }, (_, n) => ({ ...invoiceMail(), messageId: `<m${n}@purser.mail>` }));
  await Promise.all(mails.map((mail) => mailer.send(mail)));
  expect(new Set((await kept()).map((message) => message.messageId)).size).toBe(50);
});
