import path from 'node:path';
import type { SourceFile } from './repository';

const LINK = /\[[^\]]*\]\(([^)\s]+)\)/g;
const FENCE = /^```[\s\S]*?^```/gm;
const CODE = /`([^`\n]+)`/g;
const OUTSIDE = /^(https?:|mailto:)/;
const PATH = /^[\w.@-]+(\/[\w.@-]+)+\/?$/;
const SCRIPT = /\bnpm run ([\w:-]+)/g;

export interface Known {
  readonly files: ReadonlySet<string>;
  /** Every folder, without a slash at its end. */
  readonly folders: ReadonlySet<string>;
  readonly scripts: ReadonlySet<string>;
  /** Text of a file that is known. */
  readonly read: (file: string) => string;
}

/** Links into nothing, and places or commands in backticks that are not there. */
export function linkProblems({ path: file, text }: SourceFile, known: Known): string[] {
  const prose = text.replace(FENCE, '');
  return [
    ...[...prose.matchAll(LINK)].flatMap(([, target = '']) => brokenLink(file, target, known)),
    ...[...prose.matchAll(CODE)].flatMap(([, code = '']) => unknownPlace(code, known)),
    ...[...text.matchAll(SCRIPT)].flatMap(([, name = '']) => (known.scripts.has(name) ? [] : [`npm run ${name}`])),
  ].map((problem) => `${file}: ${problem} is not there`);
}

function brokenLink(file: string, target: string, known: Known): string[] {
  if (OUTSIDE.test(target)) return [];
  const [place = '', anchor] = target.split('#');
  const found = place === '' ? file : path.posix.normalize(path.posix.join(path.posix.dirname(file), place));
  const folder = found.replace(/\/$/, '');
  if (!known.files.has(found) && !known.folders.has(folder)) return [target];
  if (anchor === undefined || !found.endsWith('.md')) return [];
  return anchorsOf(known.read(found)).has(anchor) ? [] : [target];
}

function anchorsOf(markdown: string): Set<string> {
  const headings = [...markdown.replace(FENCE, '').matchAll(/^#+ (.+)$/gm)];
  return new Set(headings.map(([, heading = '']) => slug(heading)));
}

const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replace(/ /g, '-');

/** Only what begins with a folder of the repository is taken for a place; `<…>` and `*` stand for something else. */
function unknownPlace(code: string, { files, folders }: Known): string[] {
  const place = code.replace(/\/$/, '');
  if (!PATH.test(code) || !folders.has(code.slice(0, code.indexOf('/')))) return [];
  return files.has(place) || folders.has(place) ? [] : [`\`${code}\``];
}
