const EXACT = /^(npm:(@[\w-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;
const TEMPORAL = /^@temporalio\//;

export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Ranges, and packages of Temporal that are not of the one version that was tried together. */
export function versionProblems({ dependencies = {}, devDependencies = {} }: Manifest, temporal: string): string[] {
  return Object.entries({ ...dependencies, ...devDependencies }).flatMap(([name, version]) => {
    if (!EXACT.test(version)) return [`${name}: "${version}" is not one exact version`];
    return TEMPORAL.test(name) && version !== temporal ? [`${name}: ${version} is not ${temporal}`] : [];
  });
}

/** The address that a package came from is nobody else's business; its hash tells that it is the same. */
export function lockProblems(lockText: string): string[] {
  const count = lockText.match(/"resolved":/g)?.length ?? 0;
  return count === 0 ? [] : [`${count} packages name the address that they came from`];
}
