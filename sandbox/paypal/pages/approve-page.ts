import { html, pageReply, type Html } from '../../http/page';
import type { Reply } from '../../http/reply';
import type { Approval } from '../approve';
import { samplePayers } from '../payers';

const MERCHANT = 'Purser';

/** What an approval page is about: an order to pay, or a wallet to keep. */
export interface Approvable {
  readonly heading: string;
  readonly summary: readonly Html[];
  readonly action: string;
  readonly verb: string;
  readonly expiresAt: number;
  readonly cancelTo: string | null;
}

export function approvePage(asked: Approvable, error?: string): Reply {
  const until = new Date(asked.expiresAt).toISOString().replace('T', ' ').slice(0, 16);
  const content = html`<div class="split">
    <section class="card" aria-labelledby="summary">
      <h1 id="summary">${asked.heading}</h1>
      ${asked.summary}
      <p class="soft">Open until ${until} UTC.</p>
    </section>
    <section class="card" aria-labelledby="account">
      <h2 id="account" style="margin-top:0">Choose an account</h2>
      ${error === undefined ? '' : html`<p class="error" role="alert">${error}</p>`}
      <p class="soft">Sample accounts of people who do not exist. Never type a real one.</p>
      <form method="post" action="${asked.action}">
        <table>
          ${samplePayers().map(
            (payer) =>
              html`<tr>
                <td>
                  ${payer.givenName} ${payer.surname}<br /><span class="soft">${payer.email}</span><br />
                  <span class="soft">${payer.label}</span>
                </td>
                <td class="num">
                  <button name="payer" value="${payer.kind}" aria-label="${asked.verb} as ${payer.givenName}">
                    ${asked.verb}
                  </button>
                </td>
              </tr>`
          )}
        </table>
        ${
          asked.cancelTo === null
            ? ''
            : html`<div class="row">
                <a class="button plain" href="${asked.cancelTo}">Cancel and go back to ${MERCHANT}</a>
              </div>`
        }
      </form>
    </section>
  </div>`;
  return pageReply(asked.heading, content, error === undefined ? 200 : 422);
}

const STATES = {
  approved: {
    title: 'You have approved this already',
    sentence: 'Go back to the shop, which finishes the payment.',
    status: 200,
  },
  completed: { title: 'This is complete', sentence: 'Nothing more is to be done here.', status: 200 },
  expired: {
    title: 'This page has expired',
    sentence: 'Nothing was paid. Go back to the shop to start again.',
    status: 410,
  },
} as const;

export function closedPage({ status, redirectTo }: Approval & { kind: 'closed' }, cancelTo: string | null): Reply {
  const { title, sentence, status: httpStatus } = STATES[status];
  const back = redirectTo ?? cancelTo;
  const content = html`<section class="card">
    <h1>${title}</h1>
    <p>${sentence}</p>
    ${back === null ? '' : html`<div class="row"><a class="button" href="${back}">Back to the shop</a></div>`}
  </section>`;
  return pageReply(title, content, httpStatus);
}

/** For orders that name no address to return to. */
export function approvedPage(): Reply {
  const content = html`<section class="card">
    <h1>Approved</h1>
    <p>Thank you. The shop gave no address to return to; you may close this page.</p>
  </section>`;
  return pageReply('Approved', content);
}
