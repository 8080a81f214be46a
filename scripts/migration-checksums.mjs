/**
 * Writes the checksum of every new migration into db/migrations/checksums.json. A migration that has one already keeps it:
 * once merged it has run somewhere, so a change belongs into a further migration.
 *
 *   node scripts/migration-checksums.mjs             adds the new ones
 *   node scripts/migration-checksums.mjs --rewrite   all of them, while the schema has never been released
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { repoRoot } from './lib/paths.mjs';

const { values } = parseArgs({ options: { rewrite: { type: 'boolean', default: false } } });
const folder = path.join(repoRoot, 'db', 'migrations');
const file = path.join(folder, 'checksums.json');

const known = !values.rewrite && fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
const names = fs
  .readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .sort();
const checksums = Object.fromEntries(
  names.map((name) => {
    const text = fs.readFileSync(path.join(folder, name), 'utf8').replace(/\r\n/g, '\n');
    const key = name.replace(/\.ts$/, '');
    return [key, known[key] ?? createHash('sha256').update(text).digest('hex')];
  })
);
fs.writeFileSync(file, `${JSON.stringify(checksums, null, 2)}\n`);
const added = Object.keys(checksums).filter((name) => known[name] === undefined);
process.stdout.write(added.length > 0 ? `Written: ${added.join(', ')}\n` : 'No new migration.\n');
