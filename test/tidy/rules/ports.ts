import type { SourceFile } from './repository';

const INTERFACE = /^export interface (\w+)(?: extends [^{]+)? \{\n([\s\S]*?)^\}/gm;
const METHOD = /^ {2}\w+\(/m;

/** Interfaces with at least one method: what an adapter has to be able to do. */
export function portNames(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ text }) =>
    [...text.matchAll(INTERFACE)].flatMap(([, name = '', body = '']) => (METHOD.test(body) ? [name] : []))
  );
}

const kebab = (name: string): string => name.replace(/(?<=[a-z0-9])([A-Z])/g, '-$1').toLowerCase();

export function portsWithoutSuite(ports: readonly string[], suites: readonly string[]): string[] {
  return ports.filter((port) => !suites.includes(`test/conformance/${kebab(port)}.test.ts`));
}
