import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { migrate } from '../../../db/migrate';
import { connectAsOwner } from '../../../db/shared/connection';
import { testEnvironment } from './test-environment';

export interface TestDatabase {
  /** For the owner; `connect` of `db/shared/connection` switches to the role of the processes. */
  readonly url: string;
  drop(): Promise<void>;
}

/** Test files start beside each other: the first one makes the template, the others wait for it. */
const TEMPLATE_LOCK = 7_245_512;

/** A database of its own with the current schema and no rows, cloned from a template that is migrated once per server. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = `purser_template_${schemaHash()}`;
  const name = `purser_test_${randomBytes(8).toString('hex')}`;
  await asAdmin(async (admin) => {
    await ensureTemplate(admin, template);
    await admin.query(`create database ${name} template ${template}`);
  });
  return { url: urlOf(name), drop: () => dropDatabase(name) };
}

/** An empty database without the schema, for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  const name = `purser_test_${randomBytes(8).toString('hex')}`;
  await asAdmin((admin) => admin.query(`create database ${name}`));
  return { url: urlOf(name), drop: () => dropDatabase(name) };
}

function dropDatabase(name: string): Promise<void> {
  return asAdmin(async (admin) => {
    await admin.query(`drop database if exists ${name} with (force)`);
  });
}

async function ensureTemplate(admin: Client, template: string): Promise<void> {
  if (await exists(admin, template)) return;
  await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    if (!(await exists(admin, template))) await makeTemplate(admin, template);
  } finally {
    await admin.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

/** It gets its name only when it is whole, so that a failed migration leaves no half template behind. */
async function makeTemplate(admin: Client, template: string): Promise<void> {
  const half = `${template}_half`;
  await admin.query(`drop database if exists ${half} with (force)`);
  await admin.query(`create database ${half}`);
  const owner = connectAsOwner(urlOf(half));
  try {
    await migrate(owner);
  } finally {
    await owner.destroy();
  }
  await admin.query(`alter database ${half} rename to ${template}`);
}

async function exists(admin: Client, database: string): Promise<boolean> {
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [database]);
  return rowCount === 1;
}

async function asAdmin<T>(work: (admin: Client) => Promise<T>): Promise<T> {
  const admin = new Client({ connectionString: testEnvironment('PURSER_TEST_DATABASE_URL') });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function urlOf(database: string): string {
  const url = new URL(testEnvironment('PURSER_TEST_DATABASE_URL'));
  url.pathname = `/${database}`;
  return url.href;
}

/** Changes with any migration, so that a server which lives on between runs never serves an old schema. */
function schemaHash(): string {
  const db = path.join(__dirname, '..', '..', '..', 'db');
  const migrations = readdirSync(path.join(db, 'migrations')).sort();
  const files = [path.join(db, 'migrate.ts'), ...migrations.map((file) => path.join(db, 'migrations', file))];
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}
