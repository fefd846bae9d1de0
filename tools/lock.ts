/**
 * Whether the lock file says by itself what is installed: every package with a strong checksum, from a registry (whichever
 * is set up), at an exact version, and none that wants to run a script at installation but those that were looked at.
 */

interface Locked {
  version?: string;
  integrity?: string;
  resolved?: string;
  link?: boolean;
  hasInstallScript?: boolean;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

export interface Lock {
  lockfileVersion?: number;
  packages: Record<string, Locked>;
}

/** Installed with `--ignore-scripts`; what each script would have done was read and is not needed. */
const scriptsRead: Record<string, string> = {
  '@carbon/grid': 'tells the maker that it was installed',
  '@carbon/layout': 'tells the maker that it was installed',
  inferno: 'asks for donations',
  protobufjs: 'warns of version schemes',
  'win-ca': 'takes certificates over on Windows',
};

/** What is wrong with it, a line each. */
export function faultsOf({ lockfileVersion, packages }: Lock): string[] {
  const faults: string[] = lockfileVersion === 3 ? [] : [`the lock is of version ${lockfileVersion}, not 3`];
  for (const [path, one] of Object.entries(packages)) {
    if (path === '') {
      const direct = { ...one.dependencies, ...one.devDependencies, ...one.optionalDependencies };
      for (const [name, range] of Object.entries(direct))
        if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(range))
          faults.push(`${name}: asked for as "${range}", not at one version`);
      continue;
    }
    const name = path.replace(/^.*node_modules\//, '');
    if (one.link || !path.includes('node_modules/')) faults.push(`${path}: a folder, not a package of a registry`);
    if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(one.integrity ?? '')) faults.push(`${name}: no SHA-512 checksum`);
    if (one.resolved !== undefined) faults.push(`${name}: carries a download address`);
    for (const [wanted, range] of Object.entries({ ...one.dependencies, ...one.optionalDependencies }))
      if (/^(git|http|file|github)|^[\w-]+\/[\w.-]+(#|$)/.test(range))
        faults.push(`${name} wants ${wanted} from ${range}`);
    if (one.hasInstallScript && !(name in scriptsRead))
      faults.push(
        `${name}@${one.version}: wants to run a script at installation; read it, then name it in tools/lock.ts`,
      );
  }
  return faults;
}
