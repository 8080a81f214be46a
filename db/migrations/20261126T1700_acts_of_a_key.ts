import type { Knex } from 'knex';

/** What a request has committed before its answer is stored, so that a repeat after a crash goes on with it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`set local lock_timeout = '3s'`);
  await knex.raw(`alter table idempotency_keys
    add column acts jsonb not null default '{}',
    add column released_at timestamptz`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`alter table idempotency_keys drop column acts, drop column released_at`);
}
