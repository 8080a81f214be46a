import { hash } from '@node-rs/argon2';
import { SAMPLE_SUMMARY, seedSampleData } from './seed-sample-data';
import { connect } from './shared/connection';
import { inTransaction } from './shared/transaction';

/** The sample is older than anything that business time could be moved to, so the server's own time will do. */
const SERVER_TIME = 'select clock_timestamp() as at';

async function main(): Promise<void> {
  const { DATABASE_URL: url = '', PURSER_MODE: mode } = process.env;
  if (url === '') throw new Error('DATABASE_URL is not set: it names the database for the sample data.');
  if (mode !== 'sandbox')
    throw new Error('Sample data have well-known passwords: they are for PURSER_MODE=sandbox only.');
  const db = connect(url, { max: 2, applicationName: 'purser-seed' });
  try {
    const [{ at }] = await db.raw<{ rows: [{ at: string }] }>(SERVER_TIME).then(({ rows }) => rows);
    await inTransaction(db, (trx) => seedSampleData(trx, { at, hashPassword: (password) => hash(password) }));
  } finally {
    await db.destroy();
  }
  process.stdout.write(
    process.argv.includes('--print') ? `${JSON.stringify(SAMPLE_SUMMARY)}\n` : 'sample data are there\n'
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
