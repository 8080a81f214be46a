import { html, pageReply } from './page';
import type { Reply } from './reply';

/** A pay page that nobody knows. */
export function missingPage(): Reply {
  const content = html`<section class="card">
    <h1>There is no such payment</h1>
    <p>The address is not complete, or the sandbox was started with other data. Go back to the shop and pay again.</p>
  </section>`;
  return pageReply('There is no such payment', content, 404);
}
