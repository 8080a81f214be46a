import type { SourceFile } from './repository';

/** Names that the bundle's entry exports. */
export function exportedWorkflows(entry: string): string[] {
  return [...entry.matchAll(/export \{([^}]*)\} from/g)].flatMap(([, names = '']) =>
    names
      .split(',')
      .map((name) => name.trim().split(' as ').pop() ?? '')
      .filter((name) => name !== '')
  );
}

export function unrecordedWorkflows(entry: string, histories: readonly string[]): string[] {
  return exportedWorkflows(entry).filter(
    (workflow) => !histories.some((file) => file.startsWith(`test/replay/histories/${workflow}/`))
  );
}

/** Keys of what `createActivities` returns. */
export function listedActivities(text: string): string[] {
  const list = /export function createActivities[\s\S]*?\n {2}return \{\n([\s\S]*?)\n {2}\};/.exec(text)?.[1] ?? '';
  return [...list.matchAll(/^ {4}(\w+)[:,]/gm)].map(([, name = '']) => name);
}

/** Activities that no workflow calls. */
export function unusedActivities(list: string, workflows: readonly SourceFile[]): string[] {
  const code = workflows.map(({ text }) => text).join('\n');
  return listedActivities(list).filter((name) => !new RegExp(`(\\.|')${name}\\b`).test(code));
}
