import type { Knex } from 'knex';

/** Disputes, refunds that somebody made at the provider, and hints that are about a known payment. */
const UP = [
  `create table disputes (
    dispute_id text primary key,
    provider text not null,
    provider_dispute_id text not null,
    order_id text not null references orders,
    partner_id text not null references partners,
    capture_id text not null references captures,
    amount_minor bigint not null check (amount_minor >= 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    state text not null check (state in ('inquiry', 'open', 'won', 'lost', 'closed')),
    reason text not null,
    opened_at timestamptz not null,
    respond_by timestamptz,
    seen_at timestamptz not null,
    decided_at timestamptz,
    unique (provider, provider_dispute_id),
    check ((state in ('inquiry', 'open')) = (decided_at is null))
  )`,
  `create index disputes_order_id on disputes (order_id)`,
  `create index disputes_capture_id on disputes (capture_id)`,
  `create index disputes_partner_id on disputes (partner_id, opened_at desc, dispute_id desc)`,
  `create index disputes_opened on disputes (opened_at desc, dispute_id desc)`,
  `create index disputes_state on disputes (state, opened_at desc, dispute_id desc)`,
  `alter table refunds drop constraint refunds_cause_check, drop constraint refunds_state_check`,
  `alter table refunds
    add constraint refunds_cause_check check (cause in ('stray', 'person', 'provider')),
    add constraint refunds_state_check check (state in ('wanted', 'sending', 'pending', 'done', 'stuck', 'failed')),
    add column dispute_id text references disputes,
    add constraint refunds_by_provider check (
      case when cause = 'provider' then provider_refund_id is not null and state in ('pending', 'done', 'failed')
        else state <> 'failed' and dispute_id is null end)`,
  /* A lost dispute takes the money away once. */
  `create unique index refunds_dispute_id on refunds (dispute_id)`,
  `create index refunds_capture_id on refunds (capture_id)`,
  `alter table inbox_events add column about text not null default 'page' check (about in ('page', 'payment'))`,
  `grant select, insert, update on disputes to purser_app`,
];

const DOWN = [
  `alter table inbox_events drop column about`,
  `drop index refunds_capture_id, refunds_dispute_id`,
  `alter table refunds drop constraint refunds_by_provider, drop constraint refunds_cause_check,
    drop constraint refunds_state_check, drop column dispute_id`,
  `delete from refunds where cause <> 'stray'`,
  `alter table refunds
    add constraint refunds_cause_check check (cause in ('stray')),
    add constraint refunds_state_check check (state in ('wanted', 'sending', 'pending', 'done', 'stuck'))`,
  `drop table disputes`,
];

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`set local lock_timeout = '3s'`);
  for (const statement of UP) await knex.raw(statement);
}

export async function down(knex: Knex): Promise<void> {
  for (const statement of DOWN) await knex.raw(statement);
}
