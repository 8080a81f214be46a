import { lineOf, type SourceFile } from './repository';

interface TextRule {
  readonly pattern: RegExp;
  readonly says: string;
}

/** Parts are joined so that this file does not break its own rules. */
const joined = (...parts: readonly string[]): string => parts.join('');

export const UNFINISHED: TextRule = {
  pattern: new RegExp(`\\b(${joined('TO', 'DO')}|${joined('FIX', 'ME')}|${joined('XX', 'X')})\\b(?!\\(#\\d+\\))`, 'g'),
  says: 'names no issue: write it with (#number), or finish it',
};

/** A test that needs the optional contract data says so in its title where they are not there. */
export const NARROWED_TESTS: TextRule = {
  pattern:
    /\b(?:describe|test|it)(?:\.each)?\.(?:only|skip|todo|failing)\b(?!\(['"`][^\n]*\(skipped: PURSER_CONTRACTS_DIR )|\b(?:xit|xtest|xdescribe|fit|fdescribe)\(/g,
  says: 'leaves tests out',
};

/** Places of one machine, and addresses of package registries, that mean nothing on another one. */
export const MACHINE_PATHS: TextRule = {
  pattern: new RegExp(
    [
      `${joined('/ho', 'me')}/[a-z]`,
      `${joined('/Us', 'ers')}/[A-Za-z]`,
      `${joined('/ro', 'ot')}/`,
      `${joined('/wo', 'rk')}/`,
      joined('C:', '\\\\\\\\'),
      joined('\\.\\./sha', 'red/(?:product|design|reference)'),
      joined('registry\\.npm', 'js\\.org'),
      joined('registry\\.yarn', 'pkg\\.com'),
      joined('npm', 'mirror'),
      joined('arti', 'factory'),
    ]
      .map((part) => `(?<![\\w.$}~-])${part}`)
      .join('|'),
    'g'
  ),
  says: 'is a place that only one machine knows',
};

export function findBreaches({ pattern, says }: TextRule, files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].map((match) => `${path}:${lineOf(text, match.index)}: "${match[0]}" ${says}`)
  );
}

const EXCEPTION = new RegExp(
  `${joined('eslint', '-disable')}|${joined('@ts', '-expect-error')}|${joined('@ts', '-ignore')}|${joined('@ts', '-nocheck')}`,
  'g'
);
const REASON = / -- \S|-expect-error:? \S/;

export interface LintException {
  readonly where: string;
  readonly hasReason: boolean;
}

/** Lines that switch a rule off; the reason stands in them or in the comment above. */
export function lintExceptions(files: readonly SourceFile[]): LintException[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(EXCEPTION)].map((match) => {
      const line = text.slice(match.index).split('\n', 1)[0] ?? '';
      const [above = ''] = text.slice(0, match.index).split('\n').slice(-2, -1);
      const hasReason = REASON.test(line) || /^ *\/\/ /.test(above);
      return { where: `${path}:${lineOf(text, match.index)}`, hasReason };
    })
  );
}
