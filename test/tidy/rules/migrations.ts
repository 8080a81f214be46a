import { createHash } from 'node:crypto';
import type { SourceFile } from './repository';

export const checksumOf = (text: string): string =>
  createHash('sha256').update(text.replace(/\r\n/g, '\n')).digest('hex');

const nameOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1).replace(/\.ts$/, '');

/** Migrations that were changed after they had been written down, and checksums that belong to nothing. */
export function checksumProblems(
  migrations: readonly SourceFile[],
  checksums: Readonly<Record<string, string>>
): string[] {
  const names = new Set(migrations.map(({ path }) => nameOf(path)));
  return [
    ...migrations.flatMap(({ path, text }) => {
      const known = checksums[nameOf(path)];
      if (known === undefined) return [`${path}: has no checksum; run node scripts/migration-checksums.mjs`];
      return known === checksumOf(text) ? [] : [`${path}: was changed; write a further migration instead`];
    }),
    ...Object.keys(checksums)
      .filter((name) => !names.has(name))
      .map((name) => `${name}: has a checksum and no file`),
  ];
}

/** Migrations that `npm run db:migrate` would never run. */
export function unlistedMigrations(migrations: readonly SourceFile[], migrateText: string): string[] {
  return migrations.map(({ path }) => nameOf(path)).filter((name) => !migrateText.includes(`name: '${name}'`));
}
