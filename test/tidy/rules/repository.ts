import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(__dirname, '..', '..', '..');

/** Read without git, which refuses a checkout that belongs to another user. */
const NOT_OURS = new Set(['.git', 'node_modules', 'dist', '.purser', '.cache', 'coverage']);
const LOCAL_FILE = /^\.env$|\.log$|\.tsbuildinfo$/;

export interface SourceFile {
  /** From the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Every file of the repository, sorted. */
export function listFiles(folder = ''): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : listFiles(name);
      return entry.isFile() && !LOCAL_FILE.test(entry.name) ? [name] : [];
    })
    .sort();
}

export const readText = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
export const readSource = (file: string): SourceFile => ({ path: file, text: readText(file) });
export const readJson = (file: string): unknown => JSON.parse(readText(file));

const CODE = /\.(ts|tsx|mts|mjs|cjs)$/;
export const isCode = (file: string): boolean => CODE.test(file);
export const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length;
