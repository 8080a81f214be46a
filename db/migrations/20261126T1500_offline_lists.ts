import type { Knex } from 'knex';

/** Every list of the house is read along an index, also by those who see all partners. */
const INDEXES = {
  orders_partner_open: `orders (partner_id, placed_at desc, order_id desc) where closed_at is null`,
  registered_pis_registered: `registered_pis (registered_at desc, pi_id desc)`,
  receipt_reports_reported: `receipt_reports (reported_at desc, report_id desc)`,
  receipt_reports_waiting: `receipt_reports (reported_at desc, report_id desc) where state = 'reported'`,
  receipt_returns_all: `receipt_returns (wanted_at, return_id)`,
} as const;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`set local lock_timeout = '3s'`);
  for (const [name, columns] of Object.entries(INDEXES)) await knex.raw(`create index ${name} on ${columns}`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`drop index ${Object.keys(INDEXES).join(', ')}`);
}
