import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** All files below `directory`, as absolute paths in a fixed order; nothing where there is no such directory. */
export function filesBelow(directory) {
  if (!fs.existsSync(directory)) return [];
  return fs
    .readdirSync(directory, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const full = path.join(directory, entry.name);
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(full);
      return [full];
    });
}

/** Changes when a file is added, removed or written. Contents are not read: this runs at every start. */
export function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const { mtimeMs, size } = fs.statSync(file);
    hash.update(`${file}\0${mtimeMs}\0${size}\n`);
  }
  return hash.digest('hex');
}

/** Runs `work` unless the stamp file says that it ran for the same files. The stamp is written only after success. */
export async function onceFor(files, stampFile, work) {
  const now = fingerprint(files);
  if (fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === now) return false;
  fs.rmSync(stampFile, { force: true });
  await work();
  fs.mkdirSync(path.dirname(stampFile), { recursive: true });
  fs.writeFileSync(stampFile, now);
  return true;
}
