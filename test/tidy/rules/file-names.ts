const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/;
const MIGRATION = /^db\/migrations\/\d{8}T\d{4}_[a-z0-9_]+\.ts$/;
const SAYS_NOTHING = /^(utils?|helpers?|types?|service|common|misc|order-?service)\.[a-z]+$/i;

/** Code files whose name does not follow the house, with the reason. */
export function fileNameProblems(files: readonly string[]): string[] {
  return files.flatMap((file) => {
    const name = file.slice(file.lastIndexOf('/') + 1);
    if (SAYS_NOTHING.test(name)) return [`${file}: name it after what it does`];
    return KEBAB.test(name) || MIGRATION.test(file) ? [] : [`${file}: write it in kebab-case`];
  });
}
