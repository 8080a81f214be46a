import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Catalogue } from '../domain/catalogue/catalogue';
import { parseCatalogue } from '../domain/catalogue/parse-catalogue';

const SAMPLE = path.join('catalogue', 'sample-2026.json');

/** @throws Error that names the file and every place in it that is wrong. */
export function loadCatalogue(file: string | undefined): Catalogue {
  const chosen = file ?? path.join(projectRoot(__dirname), SAMPLE);
  try {
    const json: unknown = JSON.parse(readFileSync(chosen, 'utf8'));
    return parseCatalogue(json);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The catalogue ${chosen} cannot be used:\n${reason}`, { cause: error });
  }
}

/** The sources and the build lie at different depths. */
function projectRoot(from: string): string {
  if (existsSync(path.join(from, 'package.json'))) return from;
  const parent = path.dirname(from);
  if (parent === from) throw new Error('No package.json above the program. Set CATALOGUE_FILE.');
  return projectRoot(parent);
}
