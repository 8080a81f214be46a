import type { Knex } from 'knex';

/**
 * The order's valid invoice, else the one that was credited last, as `invoices`: who was refunded still finds the invoice.
 * `orders` is what the query calls its orders.
 */
export function joinLastInvoice(query: Knex.QueryBuilder, orders: string): void {
  void query.joinRaw(
    `left join lateral (
       select i.invoice_id, i.invoice_no, i.issued_on from invoices i where i.order_id = ??.order_id
        order by i.fully_credited, i.issued_at desc, i.invoice_id desc limit 1
     ) invoices on true`,
    [orders]
  );
}
