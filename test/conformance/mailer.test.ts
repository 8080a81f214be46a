import type { SMTPServerOptions } from 'smtp-server';
import type { MailAttachment, OutgoingMail } from '../../gateways/shared/mailer';
import { createMailer, type SmtpMailer } from '../../gateways/smtp/create-mailer';
import { failureOf } from './support/failure-of';
import { smtpError, type SmtpInbox, startSmtpInbox } from './support/smtp-inbox';

let inbox: SmtpInbox;
let mailer: SmtpMailer;

const mail = (over: Partial<OutgoingMail> = {}): OutgoingMail => ({
  to: { name: 'Ada Buyer', address: 'ada@aurora.test' },
  subject: 'Payment received',
  html: '<p>Hello</p>',
  text: 'Hello',
  messageId: '<order-1-invoice@purser.test>',
  ...over,
});

async function begin(overrides: SMTPServerOptions = {}): Promise<void> {
  inbox = await startSmtpInbox(overrides);
  mailer = createMailer({ url: inbox.url, from: 'Purser <no-reply@purser.test>', timeoutMs: 1_000 });
}

afterEach(async () => {
  mailer.close();
  await inbox.stop();
});

describe('a mail that is taken', () => {
  it('arrives with both parts, our Message-ID and a mark that no person wrote it', async () => {
    await begin();
    await mailer.send(mail());
    const [got] = inbox.mails;
    expect(got?.recipients).toEqual(['ada@aurora.test']);
    expect(got?.parsed).toMatchObject({ subject: 'Payment received', messageId: '<order-1-invoice@purser.test>' });
    expect([got?.parsed.text?.trim(), got?.parsed.html]).toEqual(['Hello', expect.stringContaining('<p>Hello</p>')]);
    expect(got?.parsed.from?.value).toEqual([{ name: 'Purser', address: 'no-reply@purser.test' }]);
    expect(got?.parsed.headers.get('auto-submitted')).toBe('auto-generated');
  });

  it('sent twice carries the same Message-ID', async () => {
    await begin();
    await mailer.send(mail());
    await mailer.send(mail());
    expect(inbox.mails.map(({ parsed }) => parsed.messageId)).toEqual(Array(2).fill('<order-1-invoice@purser.test>'));
  });

  it.each(['张伟', 'محمد علي', 'Zoë 🦊👨‍👩‍👧', 'Łukasz "Lu" Nowak, Jr.', "O'Neill; DROP"])(
    'keeps the name %s',
    async (name) => {
      await begin();
      await mailer.send(mail({ to: { name, address: 'ada@aurora.test' }, subject: `订单 ${name}`, text: name }));
      const [got] = inbox.mails;
      expect(got?.parsed.to).toMatchObject({ value: [{ name, address: 'ada@aurora.test' }] });
      expect([got?.parsed.subject, got?.parsed.text?.trim()]).toEqual([`订单 ${name}`, name]);
    }
  );
});

describe('attachments', () => {
  const pdf = (over: Partial<MailAttachment> = {}): MailAttachment => ({
    fileName: 'EU-PF-2026-000007.pdf',
    contentType: 'application/pdf',
    bytes: Buffer.from([0x25, 0x50, 0x44, 0x46, 0, 0x0d, 0x0a, 0xff, 0x2e, 0x0a]),
    ...over,
  });

  it('arrive with name, type and every byte, beside both parts of the mail', async () => {
    await begin();
    await mailer.send(mail({ attachments: [pdf(), pdf({ fileName: '形式发票.pdf' })] }));
    const [got] = inbox.mails;
    expect(got?.parsed.attachments).toMatchObject([
      { filename: 'EU-PF-2026-000007.pdf', contentType: 'application/pdf', contentDisposition: 'attachment' },
      { filename: '形式发票.pdf', contentType: 'application/pdf' },
    ]);
    expect(got?.parsed.attachments.map(({ content }) => content.equals(pdf().bytes))).toEqual([true, true]);
    expect([got?.parsed.text?.trim(), got?.parsed.html]).toEqual(['Hello', expect.stringContaining('<p>Hello</p>')]);
  });

  it('bring no header and no file of this machine in by their name', async () => {
    await begin();
    const fileName = '/etc/passwd\r\nBcc: evil@x.test';
    await mailer.send(mail({ attachments: [pdf({ fileName })] }));
    const [got] = inbox.mails;
    expect(got?.parsed.headers.has('bcc')).toBe(false);
    expect(got?.raw).not.toMatch(/^bcc:/im);
    expect(got?.parsed.attachments[0]?.content.equals(pdf().bytes)).toBe(true);
  });

  it.each([
    ['a content type with a line break', pdf({ contentType: 'application/pdf\r\nX-More: 1' }), 'invalid'],
    ['no content type', pdf({ contentType: '' }), 'invalid'],
    ['more than 10 MB', pdf({ bytes: Buffer.alloc(10 * 1024 * 1024 + 1) }), 'too_large'],
  ])('with %s are refused before the server hears of it', async (_what, attachment, why) => {
    await begin();
    const failure = await failureOf(mailer.send(mail({ attachments: [attachment] })));
    expect([failure.kind, failure.code]).toEqual(['refused', `smtp_attachment_${why}`]);
    expect(inbox.mails).toHaveLength(0);
  });
});

describe('header injection', () => {
  const evil = 'Ada\r\nBcc: evil@x.test\r\n\r\n<b>body</b>\u2028X-More: 1';

  it('through a name or a subject ends in one recipient and no new header', async () => {
    await begin();
    await mailer.send(mail({ to: { name: evil, address: 'ada@aurora.test' }, subject: evil }));
    const [got] = inbox.mails;
    expect(inbox.mails).toHaveLength(1);
    expect(got?.recipients).toEqual(['ada@aurora.test']);
    expect(got?.parsed.headers.has('bcc')).toBe(false);
    expect(got?.parsed.headers.has('x-more')).toBe(false);
    expect(got?.raw).not.toMatch(/^(bcc|x-more):/im);
  });

  it.each([
    'ada@aurora.test\r\nBcc: evil@x.test',
    'ada@aurora.test, evil@x.test',
    'ada@aurora.test;evil@x.test',
    '"evil@x.test" <ada@aurora.test>',
    'ada@aurora.test>',
    'group: ada@aurora.test;',
    'ada',
    '',
    `${'a'.repeat(250)}@aurora.test`,
  ])('through the address %j is refused before the server hears of it', async (address) => {
    await begin();
    const failure = await failureOf(mailer.send(mail({ to: { name: 'Ada', address } })));
    expect([failure.kind, failure.code]).toEqual(['refused', 'smtp_address_invalid']);
    expect(inbox.mails).toHaveLength(0);
  });

  it('through the Message-ID is refused', async () => {
    await begin();
    const failure = await failureOf(mailer.send(mail({ messageId: '<a@b.test>\r\nBcc: evil@x.test' })));
    expect([failure.kind, failure.code]).toEqual(['refused', 'smtp_message_id_invalid']);
  });
});

describe('a mail that is not taken', () => {
  const reject = (step: 'onRcptTo' | 'onMailFrom', code: number): SMTPServerOptions => ({
    [step]: (_address: unknown, _session: unknown, done: (error?: Error) => void) => {
      done(smtpError(code));
    },
  });
  const afterData = (code: number): SMTPServerOptions => ({
    onData: (stream, _session, done) => {
      stream.resume();
      stream.on('end', () => {
        done(smtpError(code));
      });
    },
  });

  it.each([
    ['the recipient does not exist', reject('onRcptTo', 550), 'refused', 'smtp_recipient_refused'],
    ['the recipient is greylisted', reject('onRcptTo', 451), 'unavailable', 'smtp_unavailable'],
    ['our sender is not let in', reject('onMailFrom', 550), 'unavailable', 'smtp_not_accepted'],
    ['the message is refused', afterData(554), 'refused', 'smtp_message_refused'],
    ['the message is put off', afterData(452), 'unavailable', 'smtp_unavailable'],
  ])('because %s', async (_why, overrides, kind, code) => {
    await begin(overrides);
    const failure = await failureOf(mailer.send(mail()));
    expect([failure.kind, failure.code]).toEqual([kind, code]);
    expect(`${failure.message} ${String(failure.options.cause)}`).not.toMatch(/someone|ada@/);
  });

  it('because the connection breaks after the text was sent has an unknown outcome', async () => {
    await begin({
      onData: (stream) => {
        stream.resume();
        stream.on('end', () => {
          for (const socket of inbox.sockets) socket.destroy();
        });
      },
    });
    const failure = await failureOf(mailer.send(mail()));
    expect([failure.kind, failure.code]).toEqual(['unknown_outcome', 'smtp_no_answer']);
  });

  it('because nobody listens has not happened', async () => {
    await begin();
    const url = inbox.url;
    await inbox.stop();
    const lonely = createMailer({ url, from: 'no-reply@purser.test', timeoutMs: 500 });
    const failure = await failureOf(lonely.send(mail()));
    lonely.close();
    expect([failure.kind, failure.code]).toEqual(['unavailable', 'smtp_unavailable']);
  });

  it('because the server says nothing ends after the time-out', async () => {
    await begin({ onConnect: () => undefined });
    const silent = createMailer({ url: inbox.url, from: 'no-reply@purser.test', timeoutMs: 200 });
    const failure = await failureOf(silent.send(mail()));
    silent.close();
    expect(failure.kind).not.toBe('refused');
  });
});
