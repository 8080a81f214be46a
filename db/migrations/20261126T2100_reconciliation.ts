import type { Knex } from 'knex';

/** Runs of the reconciliation, what they found, and the indexes that find what changed or waits. */
const UP = [
  `create table reconcile_runs (
    run_id text primary key,
    workflow_id text not null unique,
    trigger text not null check (trigger in ('schedule', 'api', 'terminal')),
    requested_by text references users,
    state text not null check (state in ('wanted', 'running', 'finished', 'failed')),
    wanted_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz,
    window_from timestamptz,
    window_until timestamptz,
    from_event_id bigint,
    until_event_id bigint,
    pages integer not null default 0,
    compared integer not null default 0,
    provider_calls integer not null default 0,
    workplace_calls integer not null default 0,
    found jsonb not null default '{}',
    repaired integer not null default 0,
    tasks_opened integer not null default 0,
    gone integer not null default 0,
    left_over integer not null default 0,
    problem text,
    check ((state in ('finished', 'failed')) = (finished_at is not null))
  )`,
  `create unique index reconcile_runs_one_running on reconcile_runs (state) where state = 'running'`,
  `create index reconcile_runs_wanted on reconcile_runs (wanted_at desc, run_id desc)`,
  `create index reconcile_runs_finished on reconcile_runs (started_at desc) where state = 'finished'`,
  `create index reconcile_runs_requested_by on reconcile_runs (requested_by)`,

  `create table reconcile_findings (
    finding_id text primary key,
    kind text not null,
    subject_type text not null check (subject_type in ('payment', 'order', 'company', 'mail', 'refund')),
    subject_id text not null,
    order_id text references orders,
    company_id text references companies,
    evidence jsonb not null,
    first_run_id text not null references reconcile_runs,
    last_run_id text not null references reconcile_runs,
    /* The newest run that compared the subject, whether it found this again or not. */
    checked_run_id text not null references reconcile_runs,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    repairs integer not null default 0 check (repairs >= 0),
    repair_run_id text references reconcile_runs,
    task_id text references tasks,
    task_run_id text references reconcile_runs,
    gone_at timestamptz
  )`,
  `create unique index reconcile_findings_open on reconcile_findings (subject_type, subject_id, kind) where gone_at is null`,
  `create index reconcile_findings_again on reconcile_findings (finding_id) where gone_at is null`,
  `create index reconcile_findings_order_id on reconcile_findings (order_id)`,
  `create index reconcile_findings_company_id on reconcile_findings (company_id)`,
  `create index reconcile_findings_task_id on reconcile_findings (task_id)`,
  `create index reconcile_findings_first_run on reconcile_findings (first_run_id)`,
  `create index reconcile_findings_last_run on reconcile_findings (last_run_id)`,
  `create index reconcile_findings_checked_run on reconcile_findings (checked_run_id)`,
  `create index reconcile_findings_repair_run on reconcile_findings (repair_run_id)`,
  `create index reconcile_findings_task_run on reconcile_findings (task_run_id)`,

  `create index subscriptions_updated_at on subscriptions (updated_at, company_id)`,
  `create index mails_queued on mails (created_at, mail_id) where state = 'queued'`,
];

const GRANTS = [
  `grant select, insert, update on reconcile_runs, reconcile_findings to purser_app`,
  `revoke delete on reconcile_runs, reconcile_findings from purser_app`,
];

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`set local lock_timeout = '3s'`);
  for (const statement of [...UP, ...GRANTS]) await knex.raw(statement);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`drop index subscriptions_updated_at, mails_queued`);
  await knex.raw(`drop table reconcile_findings, reconcile_runs`);
}
