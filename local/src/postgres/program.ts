import { join } from 'node:path';
import { postgresBinaries } from './binaries';
import { type Owner, reachable } from './owner';

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/** How to run one of PostgreSQL's programs on a data folder as the owner. */
export function postgresProgram(
  name: string,
  args: readonly string[],
  folder: string,
  owner: Owner | undefined,
): Program {
  const command = join(postgresBinaries(), 'bin', name);
  if (!owner) return { command, args };
  if (reachable(command, owner) && reachable(folder, owner)) return { command, args, ...owner };
  // Under a folder that only root may enter: a user of no privilege but that of passing through.
  const change = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
  const pass = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return { command: 'setpriv', args: [...change, ...pass, command, ...args] };
}
