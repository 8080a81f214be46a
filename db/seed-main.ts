import { hash } from '@node-rs/argon2';
import { SAMPLE_COMPANIES, SAMPLE_PASSWORD, SAMPLE_PEOPLE } from './seed/sample-people';
import { seed } from './seed/seed';
import { connect } from './shared/connection';

/** Rows that every start finds the same: their times say when the samples were written, not when they were loaded. */
const SAMPLES_WRITTEN_AT = '2026-11-01T00:00:00.000Z';

const logins = SAMPLE_PEOPLE.map(({ email, name, role }) => ({
  who: name,
  email,
  password: SAMPLE_PASSWORD,
  role,
  name,
}));

async function main(): Promise<void> {
  if (process.argv.includes('--print')) {
    process.stdout.write(`${JSON.stringify({ logins, companies: SAMPLE_COMPANIES })}\n`);
    return;
  }
  if (process.env['PURSER_MODE'] === 'live') {
    throw new Error('sample data have known passwords and are not for live mode; leave this step out there.');
  }
  const url = process.env['DATABASE_URL'];
  if (url === undefined || url === '') throw new Error('DATABASE_URL is not set: it names the database to fill.');
  const db = connect(url, { max: 1, applicationName: 'purser-seed' });
  try {
    await seed(db, await hash(SAMPLE_PASSWORD), SAMPLES_WRITTEN_AT);
    process.stdout.write('sample data are there\n');
  } finally {
    await db.destroy();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`sample data failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
