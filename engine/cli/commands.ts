/** The table of commands: name, what stands behind it, options, a line of help, and the call that it makes. */

import type { Given, OptionKinds } from './arguments.ts';
import { instanceCommands } from './commands-instances.ts';
import { jobCommands } from './commands-jobs.ts';
import { operatorCommands } from './commands-operators.ts';
import type { Connections } from './connections.ts';

export interface Command {
  /** One or two words. */
  name: string;
  /** What follows the name, for help: `<key>`, `<file…>`. */
  words?: string;
  options?: OptionKinds;
  help: string;
  /** Answers are printed as one line each; undefined prints nothing. */
  run(connections: Connections, given: Given): Promise<unknown[] | undefined>;
}

export const commands: readonly Command[] = [...instanceCommands, ...jobCommands, ...operatorCommands];
