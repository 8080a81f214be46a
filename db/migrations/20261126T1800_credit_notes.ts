import type { Knex } from 'knex';

/** Credit notes, what they take off their invoice, and invoices made out anew. */
const UP = [
  /* The sums stand in the invoice's own row, so that the database itself never lets more be credited than was invoiced. */
  `alter table invoices
    add column credited_net_minor bigint not null default 0,
    add column credited_tax_minor bigint not null default 0,
    add constraint invoices_credited check (
      credited_net_minor >= 0 and credited_net_minor <= net_minor
      and credited_tax_minor >= 0 and credited_tax_minor <= tax_minor),
    add constraint invoices_fully_credited check (
      gross_minor = 0
      or fully_credited = (credited_net_minor = net_minor and credited_tax_minor = tax_minor))`,
  `create index invoices_order_id on invoices (order_id)`,

  `create table credit_notes (
    credit_note_id text primary key,
    order_id text not null references orders,
    partner_id text not null references partners,
    invoice_id text not null references invoices,
    seller_id text not null,
    series text not null,
    year integer not null,
    number integer not null check (number > 0),
    credit_note_no text not null unique,
    issued_on date not null,
    issued_at timestamptz not null,
    cause text not null check (cause in ('refund', 'correction', 'lost_dispute', 'returned_at_provider')),
    cause_id text not null unique,
    reason text not null,
    currency text not null,
    net_minor bigint not null check (net_minor >= 0),
    tax_minor bigint not null check (tax_minor >= 0),
    gross_minor bigint not null,
    returned_minor bigint not null check (returned_minor >= 0),
    body jsonb not null,
    unique (seller_id, series, year, number),
    check (gross_minor = net_minor + tax_minor)
  )`,
  `create index credit_notes_order_id on credit_notes (order_id)`,
  `create index credit_notes_invoice_id on credit_notes (invoice_id)`,
  `create index credit_notes_partner on credit_notes (partner_id, issued_at desc, credit_note_id desc)`,
  `create index credit_notes_issued on credit_notes (issued_at desc, credit_note_id desc)`,

  `create table invoice_corrections (
    correction_id text primary key,
    order_id text not null references orders,
    partner_id text not null references partners,
    invoice_id text not null references invoices,
    billing jsonb not null,
    reason text not null,
    state text not null check (state in ('wanted', 'done', 'refused')),
    problem text,
    wanted_by text not null references users,
    wanted_at timestamptz not null,
    decided_at timestamptz,
    credit_note_id text references credit_notes,
    new_invoice_id text references invoices,
    check ((state = 'wanted') = (decided_at is null)),
    check ((state = 'refused') = (problem is not null)),
    check ((state = 'done') = (credit_note_id is not null)),
    check ((state = 'done') = (new_invoice_id is not null))
  )`,
  `create unique index invoice_corrections_one_open on invoice_corrections (order_id) where state = 'wanted'`,
  `create unique index invoice_corrections_one_done on invoice_corrections (invoice_id) where state = 'done'`,
  `create index invoice_corrections_order_id on invoice_corrections (order_id)`,
  `create index invoice_corrections_partner_id on invoice_corrections (partner_id)`,
  `create index invoice_corrections_invoice_id on invoice_corrections (invoice_id)`,
  `create index invoice_corrections_wanted_by on invoice_corrections (wanted_by)`,
  `create index invoice_corrections_credit_note_id on invoice_corrections (credit_note_id)`,
  `create index invoice_corrections_new_invoice_id on invoice_corrections (new_invoice_id)`,
];

const GRANTS = [
  `grant select, insert on credit_notes to purser_app`,
  `revoke update, delete on credit_notes from purser_app`,
  `grant select, insert, update on invoice_corrections to purser_app`,
];

const DOWN = [
  `drop table invoice_corrections, credit_notes`,
  `drop index invoices_order_id`,
  `alter table invoices drop column credited_net_minor, drop column credited_tax_minor`,
];

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`set local lock_timeout = '3s'`);
  for (const statement of [...UP, ...GRANTS]) await knex.raw(statement);
}

export async function down(knex: Knex): Promise<void> {
  for (const statement of DOWN) await knex.raw(statement);
}
