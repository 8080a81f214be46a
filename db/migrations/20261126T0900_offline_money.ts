import type { Knex } from 'knex';

/** Bank money, proformas, approvals, returns of stray money, and attempts whose money is being taken. */
const UP = [
  `create table evidence_files (
    evidence_id text primary key,
    document_key text not null unique,
    content_type text not null,
    file_name text not null,
    size_bytes integer not null check (size_bytes > 0 and size_bytes <= 5242880),
    sha256 text not null,
    uploaded_by text not null references users,
    uploaded_at timestamptz not null
  )`,
  `create index evidence_files_uploaded_by on evidence_files (uploaded_by)`,

  `create table registered_pis (
    pi_id text primary key,
    partner_id text not null references partners,
    pi_number text not null,
    pi_key text not null,
    amount_minor bigint not null check (amount_minor > 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    valid_until date not null,
    registered_by text not null references users,
    registered_at timestamptz not null,
    withdrawn_at timestamptz
  )`,
  `create unique index registered_pis_key on registered_pis (partner_id, pi_key) where withdrawn_at is null`,
  `create index registered_pis_partner on registered_pis (partner_id, registered_at desc, pi_id desc)`,
  `create index registered_pis_registered_by on registered_pis (registered_by)`,

  `alter table orders
    add column method_since timestamptz,
    add column offline_until timestamptz,
    add column prolonged_count integer not null default 0 check (prolonged_count >= 0),
    add column received_minor bigint not null default 0,
    add column shortfall_minor bigint not null default 0 check (shortfall_minor >= 0),
    add column approval_since timestamptz,
    add column remind_at timestamptz,
    add column pi_number text,
    add column pi_key text,
    add column pi_id text references registered_pis,
    add column pi_flagged boolean not null default false,
    add constraint orders_received check (received_minor >= 0 and received_minor + shortfall_minor <= gross_minor),
    add constraint orders_approval check ((state = 'awaiting_approval') <= (approval_since is not null))`,
  /* A number is held by one order at a time; it is null again once the order has ended unpaid or left the method. */
  `create unique index orders_pi on orders (partner_id, pi_key) where pi_key is not null`,
  `create index orders_pi_id on orders (pi_id)`,
  `create unique index orders_one_open_term on orders (company_id)
    where closed_at is null and kind <> 'purchase_service'`,
  `create index orders_remind_at on orders (remind_at) where remind_at is not null`,
  `create index orders_offline_open on orders (placed_at, order_id)
    where closed_at is null and method = 'offline' and paid_at is null`,

  `create table receipts (
    receipt_id text primary key,
    partner_id text references partners,
    seller_id text not null,
    account text not null,
    value_date date not null,
    bank_reference text not null,
    line_key text not null,
    amount_minor bigint not null check (amount_minor > 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    payer text not null,
    note text not null default '',
    evidence_id text references evidence_files,
    allocated_minor bigint not null default 0,
    returning_minor bigint not null default 0,
    recorded_by text not null references users,
    recorded_at timestamptz not null,
    reversed_at timestamptz,
    reversed_by text references users,
    reverse_reason text,
    check (allocated_minor >= 0 and returning_minor >= 0 and allocated_minor + returning_minor <= amount_minor),
    check ((reversed_at is null) = (reversed_by is null)),
    check (reversed_at is null or allocated_minor = 0)
  )`,
  /* One line of the bank statement; a reversed one may be entered again, right this time. */
  `create unique index receipts_line on receipts (line_key) where reversed_at is null`,
  `create index receipts_partner on receipts (partner_id, recorded_at desc, receipt_id desc)`,
  `create index receipts_recorded on receipts (recorded_at desc, receipt_id desc)`,
  `create index receipts_unmatched on receipts (recorded_at, receipt_id)
    where reversed_at is null and allocated_minor + returning_minor < amount_minor`,
  `create index receipts_recorded_by on receipts (recorded_by)`,
  `create index receipts_reversed_by on receipts (reversed_by)`,
  `create index receipts_evidence_id on receipts (evidence_id)`,

  `create table receipt_allocations (
    allocation_id text primary key,
    receipt_id text not null references receipts,
    order_id text not null references orders,
    amount_minor bigint not null check (amount_minor > 0),
    allocated_by text not null references users,
    allocated_at timestamptz not null,
    request_id text not null unique references person_requests,
    reversed_at timestamptz,
    reversed_by text references users,
    reverse_reason text,
    check ((reversed_at is null) = (reversed_by is null))
  )`,
  `create index receipt_allocations_receipt_id on receipt_allocations (receipt_id)`,
  `create index receipt_allocations_order_id on receipt_allocations (order_id)`,
  `create index receipt_allocations_allocated_by on receipt_allocations (allocated_by)`,
  `create index receipt_allocations_reversed_by on receipt_allocations (reversed_by)`,

  `create table receipt_returns (
    return_id text primary key,
    receipt_id text not null references receipts,
    order_id text references orders,
    amount_minor bigint not null check (amount_minor > 0),
    reason text not null,
    state text not null check (state in ('wanted', 'done', 'withdrawn')),
    wanted_by text not null references users,
    wanted_at timestamptz not null,
    transferred_on date,
    bank_reference text,
    decided_by text references users,
    decided_at timestamptz,
    check ((state = 'wanted') = (decided_at is null)),
    check ((state = 'done') = (transferred_on is not null))
  )`,
  `create index receipt_returns_receipt_id on receipt_returns (receipt_id)`,
  `create index receipt_returns_order_id on receipt_returns (order_id)`,
  `create index receipt_returns_wanted_by on receipt_returns (wanted_by)`,
  `create index receipt_returns_decided_by on receipt_returns (decided_by)`,
  `create index receipt_returns_wanted on receipt_returns (wanted_at, return_id) where state = 'wanted'`,

  `create table receipt_reports (
    report_id text primary key,
    order_id text not null references orders,
    partner_id text not null references partners,
    amount_minor bigint not null check (amount_minor > 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    value_date date not null,
    payer text not null,
    note text not null default '',
    evidence_id text references evidence_files,
    state text not null check (state in ('reported', 'confirmed', 'declined')),
    reported_by text not null references users,
    reported_at timestamptz not null,
    decided_by text references users,
    decided_at timestamptz,
    decide_reason text,
    receipt_id text unique references receipts,
    check ((state = 'reported') = (decided_at is null)),
    check ((state = 'confirmed') = (receipt_id is not null))
  )`,
  `create index receipt_reports_order_id on receipt_reports (order_id)`,
  `create index receipt_reports_partner on receipt_reports (partner_id, reported_at desc, report_id desc)`,
  `create index receipt_reports_reported_by on receipt_reports (reported_by)`,
  `create index receipt_reports_decided_by on receipt_reports (decided_by)`,
  `create index receipt_reports_evidence_id on receipt_reports (evidence_id)`,

  `create table approvals (
    approval_id text primary key,
    order_id text not null references orders,
    state text not null check (state in ('waiting', 'approved', 'rejected', 'withdrawn')),
    asked_at timestamptz not null,
    decided_at timestamptz,
    decided_by text references users,
    reason text,
    check ((state = 'waiting') = (decided_at is null))
  )`,
  `create unique index approvals_one_waiting on approvals (order_id) where state = 'waiting'`,
  `create index approvals_order_id on approvals (order_id)`,
  `create index approvals_decided_by on approvals (decided_by)`,

  `create table proformas (
    proforma_id text primary key,
    order_id text not null unique references orders,
    partner_id text not null references partners,
    seller_id text not null,
    series text not null,
    year integer not null,
    number integer not null check (number > 0),
    proforma_no text not null unique,
    issued_on date not null,
    issued_at timestamptz not null,
    body jsonb not null,
    unique (seller_id, series, year, number)
  )`,
  `create index proformas_partner_id on proformas (partner_id)`,

  /* The money is being taken: neither voiding nor another capture may begin before it is known how that ended. */
  `alter table payment_attempts drop constraint payment_attempts_state_check`,
  `alter table payment_attempts
    add constraint payment_attempts_state_check
      check (state in ('opening', 'open', 'capturing', 'paid', 'expired', 'voided', 'failed')),
    add column capture_no integer not null default 1 check (capture_no > 0)`,
  `drop index payment_attempts_one_live`,
  `create unique index payment_attempts_one_live on payment_attempts (order_id)
    where state in ('opening', 'open', 'capturing')`,

  `create table refunds (
    refund_id text primary key,
    order_id text not null references orders,
    cause text not null check (cause in ('stray')),
    provider text not null,
    capture_id text not null references captures,
    provider_capture_id text not null,
    amount_minor bigint not null check (amount_minor > 0),
    currency text not null,
    tells_buyer boolean not null,
    state text not null check (state in ('wanted', 'sending', 'pending', 'done', 'stuck')),
    provider_refund_id text,
    problem text,
    wanted_at timestamptz not null,
    sent_at timestamptz,
    decided_at timestamptz,
    unique (provider, provider_refund_id)
  )`,
  `create unique index refunds_one_return on refunds (capture_id) where cause = 'stray'`,
  `create index refunds_order_id on refunds (order_id)`,
  `create index refunds_open on refunds (wanted_at) where state in ('wanted', 'sending', 'pending')`,
];

const TABLES = [
  'evidence_files',
  'registered_pis',
  'receipts',
  'receipt_allocations',
  'receipt_returns',
  'receipt_reports',
  'approvals',
  'proformas',
  'refunds',
];

const GRANTS = [
  `grant select, insert, update on ${TABLES.join(', ')} to purser_app`,
  `revoke update on evidence_files, proformas from purser_app`,
];

const DOWN = [
  `alter table orders drop column offline_until`,
  `drop table refunds`,
  `drop index payment_attempts_one_live`,
  `update payment_attempts set state = 'open' where state = 'capturing'`,
  `alter table payment_attempts drop constraint payment_attempts_state_check`,
  `alter table payment_attempts
    add constraint payment_attempts_state_check
      check (state in ('opening', 'open', 'paid', 'expired', 'voided', 'failed')),
    drop column capture_no`,
  `create unique index payment_attempts_one_live on payment_attempts (order_id) where state in ('opening', 'open')`,
  `drop table proformas, approvals, receipt_reports, receipt_returns, receipt_allocations, receipts`,
  `drop index orders_one_open_term, orders_offline_open`,
  `alter table orders
    drop column method_since, drop column prolonged_count, drop column received_minor, drop column shortfall_minor,
    drop column approval_since, drop column remind_at, drop column pi_number, drop column pi_key, drop column pi_id, drop column pi_flagged`,
  `drop table registered_pis, evidence_files`,
];

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`set local lock_timeout = '3s'`);
  for (const statement of [...UP, ...GRANTS]) await knex.raw(statement);
}

export async function down(knex: Knex): Promise<void> {
  for (const statement of DOWN) await knex.raw(statement);
}
