import { createTransport, type Transporter } from 'nodemailer';
import { callJson, fault, listIn, moveClock } from './support/calls';
import { startFixture, type Fixture } from './support/sandbox-fixture';

let fixture: Fixture;
let transport: Transporter;
beforeAll(async () => {
  fixture = await startFixture();
  transport = createTransport({ url: fixture.sandbox.urls.smtp });
});
afterAll(async () => {
  transport.close();
  await fixture.stop();
});

const mail = (to: string, messageId: string, more: object = {}): object => ({
  from: { name: 'Purser', address: 'billing@purser.example' },
  to: { name: 'Ana', address: to },
  subject: 'Invoice Größe 请查收',
  messageId,
  text: 'Your invoice: http://127.0.0.1:9/i/abc123.',
  html: '<p>Your <a href="http://127.0.0.1:9/i/abc123">invoice</a> <script>alert(1)</script></p>',
  ...more,
});

async function messages(query: string): Promise<Record<string, unknown>[]> {
  const answer = await callJson(`${fixture.sandbox.urls.mailbox}/api/messages?${query}`);
  return listIn(answer.body, 'messages');
}

describe('the mailbox', () => {
  test('keeps a mail and gives back its text, HTML, links and attachments', async () => {
    const pdf = { filename: 'invoice.pdf', content: Buffer.from('%PDF-1.7'), contentType: 'application/pdf' };
    await transport.sendMail(mail('ana@aurora.example', '<m1@purser.example>', { attachments: [pdf] }));
    const [row] = await messages('to=ANA@aurora.example');
    expect(row).toMatchObject({ subject: 'Invoice Größe 请查收', messageId: '<m1@purser.example>', copies: 1 });
    const url = fixture.sandbox.urls.mailbox;
    const read = (await callJson(`${url}/api/messages/${String(row?.['id'])}`)).body;
    expect(read).toMatchObject({
      to: ['ana@aurora.example'],
      links: ['http://127.0.0.1:9/i/abc123'],
      attachments: [{ name: 'invoice.pdf', contentType: 'application/pdf', sizeBytes: 8 }],
    });
    const page = await callJson(`${url}/messages/${String(row?.['id'])}`);
    expect(page.body['text']).toContain('href="http://127.0.0.1:9/i/abc123"');
    const inside = await callJson(`${url}/messages/${String(row?.['id'])}/html`);
    expect(inside.headers.get('content-security-policy')).toMatch(/^sandbox (?!.*allow-scripts)/);
    const file = await callJson(`${url}/messages/${String(row?.['id'])}/attachments/0`);
    expect(file.body['text']).toBe('%PDF-1.7');
  });

  test('keeps a repeated Message-ID and counts it', async () => {
    await transport.sendMail(mail('twice@aurora.example', '<twice@purser.example>'));
    await transport.sendMail(mail('twice@aurora.example', '<twice@purser.example>'));
    const found = await messages('messageId=twice@purser.example');
    expect(found.map(({ copies }) => copies)).toEqual([2, 2]);
  });

  test('refuses a recipient for now or for good, as ordered', async () => {
    const to = 'full@aurora.example';
    await fault(fixture, { effect: 'smtp-reject', code: 452, match: { recipient: to } }, 'mailbox');
    await expect(transport.sendMail(mail(to, '<r1@purser.example>'))).rejects.toMatchObject({ responseCode: 452 });
    await fault(fixture, { effect: 'smtp-reject', code: 550, match: { recipient: to } }, 'mailbox');
    await expect(transport.sendMail(mail(to, '<r1@purser.example>'))).rejects.toMatchObject({ responseCode: 550 });
    await transport.sendMail(mail(to, '<r1@purser.example>'));
    expect(await messages(`to=${to}`)).toHaveLength(1);
  });

  test('refuses the connection, or takes the mail and never says so', async () => {
    await fault(fixture, { effect: 'smtp-refuse-connection' }, 'mailbox');
    await expect(transport.sendMail(mail('c@aurora.example', '<c1@purser.example>'))).rejects.toMatchObject({
      responseCode: 421,
    });
    await fault(fixture, { effect: 'smtp-cut-after' }, 'mailbox');
    await expect(transport.sendMail(mail('c@aurora.example', '<c1@purser.example>'))).rejects.toThrow();
    await transport.sendMail(mail('c@aurora.example', '<c1@purser.example>'));
    expect((await messages('messageId=c1@purser.example')).map(({ copies }) => copies)).toEqual([2, 2]);
  });

  test('stamps mails with the moved clock', async () => {
    await moveClock(fixture, 'P40D');
    await transport.sendMail(mail('later@aurora.example', '<later@purser.example>'));
    const [row] = await messages('to=later@aurora.example');
    const daysAhead = (Date.parse(String(row?.['at'])) - Date.now()) / 86_400_000;
    expect(Math.round(daysAhead)).toBe(40);
  });

  test('finds its mails again after a restart', async () => {
    fixture = await fixture.restart();
    const [row] = await messages('to=twice@aurora.example');
    const read = await callJson(`${fixture.sandbox.urls.mailbox}/api/messages/${String(row?.['id'])}`);
    expect(read.body['text']).toContain('Your invoice');
  });
});
