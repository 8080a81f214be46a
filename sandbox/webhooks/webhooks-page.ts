import { html, pageReply } from '../http/page';
import type { Reply } from '../http/reply';
import type { DeliveryRow } from './event-outbox';

export function webhooksPage(rows: readonly (DeliveryRow & { readonly type: string | null })[]): Reply {
  const content = html`<h1>Webhook deliveries</h1>
    <section class="card">
      ${rows.length === 0 ? html`<p>No event has happened yet.</p>` : ''}
      <table>
        <thead>
          <tr>
            <th scope="col">Event</th>
            <th scope="col">Type</th>
            <th scope="col">State</th>
            <th scope="col" class="num">Attempts</th>
            <th scope="col">Last answer</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <td class="mono">${row.id}</td>
                <td>${row.type ?? ''}</td>
                <td>${row.state}</td>
                <td class="num">${row.attempts}</td>
                <td>${row.last ?? ''}</td>
              </tr>`
          )}
        </tbody>
      </table>
    </section>`;
  return pageReply('Webhook deliveries', content);
}
