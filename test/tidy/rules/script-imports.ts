import path from 'node:path';
import type { SourceFile } from './repository';

const IMPORT = /(?:from|import)\s*\(?\s*'(\.[^']+)'/g;

/** Imports by which the bootstrap would use something of the product, which is not built yet when it starts. */
export function strayScriptImports(scripts: readonly SourceFile[]): string[] {
  return scripts.flatMap(({ path: file, text }) =>
    [...text.matchAll(IMPORT)]
      .map(([, target = '']) => path.posix.join(path.posix.dirname(file), target))
      .filter((target) => !target.startsWith('scripts/'))
      .map((target) => `${file}: imports ${target}`)
  );
}
