import type { Knex } from 'knex';

/** Refunds that people decide on, and changes of capacity that no order asked for. */
const UP = [
  `create table order_refunds (
    order_refund_id text primary key,
    order_id text not null references orders,
    partner_id text not null references partners,
    basis text not null check (basis in ('refund', 'lost_dispute', 'returned_at_provider')),
    basis_id text,
    channel text not null check (channel in ('provider', 'transfer', 'none')),
    reason text not null,
    invoice_id text references invoices,
    lines jsonb not null,
    capacity jsonb not null,
    gross_minor bigint not null check (gross_minor >= 0),
    amount_minor bigint not null check (amount_minor >= 0),
    currency text not null,
    state text not null check (state in
      ('awaiting_approval', 'wanted', 'sending', 'awaiting_transfer', 'parked', 'returned', 'done', 'rejected', 'withdrawn', 'refused')),
    capacity_state text not null default 'none' check (capacity_state in ('none', 'wanted', 'done', 'stuck')),
    back_to text,
    problem text,
    wanted_by text not null references users,
    wanted_at timestamptz not null,
    decided_by text references users,
    decided_at timestamptz,
    decide_reason text,
    transferred_on date,
    bank_reference text,
    transferred_by text references users,
    returned_at timestamptz,
    closed_at timestamptz,
    check ((channel = 'none') = (basis <> 'refund')),
    check ((basis = 'refund') = (basis_id is null)),
    check ((transferred_on is null) = (bank_reference is null)),
    check ((state in ('done', 'rejected', 'withdrawn', 'refused')) = (closed_at is not null))
  )`,
  /* One at a time: a second would count on the same money. */
  `create unique index order_refunds_one_open on order_refunds (order_id) where closed_at is null`,
  `create unique index order_refunds_one_basis on order_refunds (basis, basis_id)
    where basis_id is not null and state not in ('rejected', 'withdrawn', 'refused')`,
  `create index order_refunds_order_id on order_refunds (order_id)`,
  `create index order_refunds_listed on order_refunds (wanted_at, order_refund_id)`,
  `create index order_refunds_by_state on order_refunds (state, wanted_at, order_refund_id)`,
  `create index order_refunds_partner_id on order_refunds (partner_id, wanted_at, order_refund_id)`,
  `create index order_refunds_to_work_on on order_refunds (wanted_at, order_refund_id)
    where state in ('wanted', 'returned') or capacity_state = 'wanted' or (state = 'withdrawn' and back_to is not null)`,
  `create index order_refunds_invoice_id on order_refunds (invoice_id)`,
  `create index order_refunds_wanted_by on order_refunds (wanted_by)`,
  `create index order_refunds_decided_by on order_refunds (decided_by)`,
  `create index order_refunds_transferred_by on order_refunds (transferred_by)`,

  `alter table refunds add column order_refund_id text references order_refunds`,
  `alter table refunds add constraint refunds_of_person check ((cause = 'person') = (order_refund_id is not null))`,
  /* What the provider refused for good is sent again as another refund, never beside one that may still arrive. */
  `create unique index refunds_one_of_person on refunds (order_refund_id, capture_id) where state <> 'stuck'`,
  `create index refunds_order_refund_id on refunds (order_refund_id)`,

  `alter table activations add column change_id text`,
  `update activations set change_id = order_id`,
  `alter table activations alter column change_id set not null`,
  `alter table activations drop constraint activations_pkey`,
  `alter table activations add primary key (change_id)`,
  `create unique index activations_one_of_order on activations (order_id) where change_id = order_id`,
  `create index activations_order_id on activations (order_id)`,
];

const GRANTS = [`grant select, insert, update on order_refunds to purser_app`];

const DOWN = [
  `delete from activations where change_id <> order_id`,
  `drop index activations_one_of_order, activations_order_id`,
  `alter table activations drop constraint activations_pkey`,
  `alter table activations add primary key (order_id)`,
  `alter table activations drop column change_id`,
  `delete from refunds where cause = 'person'`,
  `alter table refunds drop column order_refund_id`,
  `drop table order_refunds`,
];

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`set local lock_timeout = '3s'`);
  for (const statement of [...UP, ...GRANTS]) await knex.raw(statement);
}

export async function down(knex: Knex): Promise<void> {
  for (const statement of DOWN) await knex.raw(statement);
}
