import { html, pageReply } from '../http/page';
import type { Reply } from '../http/reply';
import type { MailRow } from './mail-store';
import type { ReadMail } from './read-mail';

const ROWS = 100;

export function mailListPage(mails: readonly MailRow[], to: string | undefined): Reply {
  const rows = mails.slice(0, ROWS).map(
    (mail) =>
      html`<tr>
        <td><a href="/messages/${mail.id}">${mail.subject === '' ? '(no subject)' : mail.subject}</a></td>
        <td>${mail.to.join(', ')}</td>
        <td>${mail.at.slice(0, 19).replace('T', ' ')}</td>
      </tr>`
  );
  const content = html`<h1>Mailbox</h1>
    <section class="card">
      <form method="get" action="/" role="search">
        <label for="to" style="margin-top:0">Recipient</label>
        <div class="row tight">
          <input id="to" name="to" type="search" value="${to ?? ''}" style="max-width:24rem" /><button class="plain">
            Show
          </button>
        </div>
      </form>
    </section>
    <section class="card">
      ${rows.length === 0 ? html`<p>No mail${to ? ` for ${to}` : ''} yet. What the product sends appears here; nothing leaves this machine.</p>` : ''}
      <table>
        <thead>
          <tr>
            <th scope="col">Subject</th>
            <th scope="col">To</th>
            <th scope="col">Received (UTC)</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </section>`;
  return pageReply('Mailbox', content);
}

export function mailPage(mail: ReadMail): Reply {
  const title = mail.subject === '' ? '(no subject)' : mail.subject;
  const content = html`<p><a href="/">All mails</a></p>
    <section class="card">
      <h1>${title}</h1>
      <table>
        <tr>
          <th scope="row">From</th>
          <td>${mail.from}</td>
        </tr>
        <tr>
          <th scope="row">To</th>
          <td>${mail.to.join(', ')}</td>
        </tr>
        <tr>
          <th scope="row">Received</th>
          <td>${mail.at}</td>
        </tr>
        <tr>
          <th scope="row">Message-ID</th>
          <td class="mono">${mail.messageId}${mail.copies > 1 ? ` (arrived ${mail.copies} times)` : ''}</td>
        </tr>
      </table>
    </section>
    ${
      mail.links.length === 0
        ? ''
        : html`<section class="card">
            <h2 style="margin-top:0">Links</h2>
            ${mail.links.map((link) => html`<p class="mono"><a href="${link}" rel="noopener noreferrer">${link}</a></p>`)}
          </section>`
    }
    ${
      mail.attachments.length === 0
        ? ''
        : html`<section class="card">
            <h2 style="margin-top:0">Attachments</h2>
            ${mail.attachments.map((part, index) => html`<p><a href="/messages/${mail.id}/attachments/${index}">${part.name}</a> <span class="soft">${part.contentType}, ${part.sizeBytes} bytes</span></p>`)}
          </section>`
    }
    ${
      mail.html === null
        ? ''
        : html`<section class="card">
            <h2 style="margin-top:0">Message</h2>
            <iframe
              title="Message as HTML"
              sandbox="allow-popups allow-popups-to-escape-sandbox"
              src="/messages/${mail.id}/html"
            ></iframe>
          </section>`
    }
    <section class="card">
      <h2 style="margin-top:0">Text</h2>
      <pre>${mail.text}</pre>
    </section>
    <section class="card">
      <h2 style="margin-top:0">Headers</h2>
      <pre class="mono">${mail.headers.map((header) => header.line).join('\n')}</pre>
    </section>`;
  return pageReply(title, content);
}

/** The mail's own HTML: no scripts, nothing loaded from elsewhere, links open outside of the frame. */
export function mailHtmlReply(mail: ReadMail): Reply {
  const policy =
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy },
    body: `<base target="_blank">${mail.html ?? ''}`,
  };
}
