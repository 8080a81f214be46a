import { useQuery } from '@tanstack/react-query';
import { callApi, type AnswerOf, type Schema } from '../../shared/api/client';
import { formatMoney } from '../../shared/format/money';
import { QueryView } from '../../shared/ui/query-view';

interface OrderDocumentsProps {
  readonly order: Schema<'Order'>;
  readonly account: AnswerOf<'GET /v1/me'>;
}

/** The order's invoice and everything that was credited of it, once anything was; read anew when either changes. */
export function OrderDocuments({ order, account }: OrderDocumentsProps) {
  const { orderId, invoice, state } = order;
  const isShown = invoice !== null && account.capabilities['invoice.view'] !== undefined;
  const query = useQuery({
    queryKey: ['credit-notes', orderId, invoice?.invoiceId, state],
    queryFn: () => callApi('GET /v1/credit-notes', { query: { orderId, limit: '100' } }),
    enabled: isShown,
  });
  if (!isShown) return null;
  return (
    <QueryView query={query} what="the credit notes" isEmpty={({ items }) => items.length === 0} empty={null}>
      {({ items }) => (
        <section className="card" aria-labelledby="documents">
          <h2 id="documents">Invoice and credit notes</h2>
          <ul>
            <li>
              <a href={`/v1/invoices/${invoice.invoiceId}/pdf`}>Invoice {invoice.invoiceNo} (PDF)</a>
            </li>
            {items.map((note) => (
              <CreditNote key={note.creditNoteId} note={note} />
            ))}
          </ul>
        </section>
      )}
    </QueryView>
  );
}

function CreditNote({ note }: { readonly note: Schema<'CreditNoteListItem'> }) {
  const { creditNoteId, creditNoteNo, issuedOn, invoice, totals, returned } = note;
  return (
    <li>
      <a href={`/v1/credit-notes/${creditNoteId}/pdf`}>Credit note {creditNoteNo} (PDF)</a>{' '}
      <span className="hint">
        {issuedOn}, {formatMoney(totals.gross)} off invoice {invoice.invoiceNo};{' '}
        {returned.amountMinor === 0 ? 'no money moved' : `${formatMoney(returned)} sent back`}
      </span>
    </li>
  );
}
