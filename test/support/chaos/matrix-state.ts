import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PieceResult } from './run-piece';

/** Finished pieces as files, so that a run that was stopped goes on, and several runs can share the work. */
export interface MatrixState {
  has(name: string): boolean;
  keep(result: PieceResult): void;
  all(): readonly PieceResult[];
}

export function openState(directory: string): MatrixState {
  mkdirSync(directory, { recursive: true });
  const fileOf = (name: string): string => path.join(directory, `${name}.json`);
  return {
    has: (name) => existsSync(fileOf(name)),
    keep: (result) => {
      const half = `${fileOf(result.name)}.half`;
      writeFileSync(half, JSON.stringify(result, null, 2));
      renameSync(half, fileOf(result.name));
    },
    all: () =>
      readdirSync(directory)
        .filter((file) => file.endsWith('.json'))
        .sort()
        .map((file) => JSON.parse(readFileSync(path.join(directory, file), 'utf8')) as PieceResult),
  };
}
