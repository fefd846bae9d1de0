/**
 * The engine's command line: `npm run engine -- <command>`, against this engine or a Zeebe. Answers go to stdout as one
 * JSON line each, reasons to stderr as a sentence. Exit codes: 0 done, 1 refused or not reached, 2 asked wrongly.
 */
import { existsSync } from 'node:fs';
import { read } from './arguments.ts';
import { type Command, commands } from './commands.ts';
import { type Addresses, Connections, line } from './connections.ts';
import { BadUsage, CallFailed } from './failure.ts';
import { tokenFrom } from './token.ts';

const everywhere = { address: 'text', rest: 'text', management: 'text', help: 'flag' } as const;
type Environment = Record<string, string | undefined>;

/** Runs one command; answers the exit code. */
export async function runCommand(
  words: readonly string[],
  env: Environment,
  say: (line: string) => void,
  warn: (line: string) => void,
): Promise<number> {
  try {
    const asked = words.filter((word) => word !== '--help' && word !== '-h');
    if (asked.length === 0 || asked[0] === 'help') {
      say(helpFor(asked.slice(1)));
      return 0;
    }
    const command = commandOf(asked);
    if (asked.length < words.length) {
      say(helpText(command));
      return 0;
    }
    const given = read(asked.slice(command.name.split(' ').length), { ...command.options, ...everywhere });
    const answers = await command.run(
      new Connections({ ...addressesOf(given, env), token: await tokenFrom(env) }),
      given,
    );
    for (const answer of answers ?? []) say(line(answer));
    return 0;
  } catch (error) {
    if (error instanceof BadUsage) {
      warn(`${error.message} See: npm run engine -- help`);
      return 2;
    }
    if (!(error instanceof CallFailed)) throw error;
    warn(error.message);
    return 1;
  }
}

/** The command with the longest name that the words begin with. Throws `BadUsage`. */
function commandOf(words: readonly string[]): Command {
  const two = words.slice(0, 2).join(' ');
  const found = commands.find(({ name }) => name === two) ?? commands.find(({ name }) => name === words[0]);
  if (!found) throw new BadUsage(`There is no command "${two}".`);
  return found;
}

/** Where the engine is: as told, else as the same settings say that start it here. */
function addressesOf(given: { text(name: string): string | undefined }, env: Environment): Omit<Addresses, 'token'> {
  const host = env.ENGINE_HOST || '127.0.0.1';
  const here = (port: string | undefined, standard: number) => `${host}:${port || standard}`;
  return {
    grpc: given.text('address') || env.ZEEBE_ADDRESS || env.ZEEBE_GRPC_ADDRESS || here(env.ENGINE_GRPC_PORT, 26500),
    rest: given.text('rest') || env.ZEEBE_REST_ADDRESS || `http://${here(env.ENGINE_REST_PORT, 8088)}`,
    management:
      given.text('management') || env.ZEEBE_MANAGEMENT_ADDRESS || `http://${here(env.ENGINE_MANAGEMENT_PORT, 9600)}`,
  };
}

function helpFor(words: readonly string[]): string {
  if (words.length > 0) return helpText(commandOf(words));
  const width = Math.max(...commands.map((command) => usage(command).length));
  return [
    'npm run engine                 starts the engine',
    'npm run engine -- <command>    asks a running engine, or a Zeebe',
    '',
    ...commands.map((command) => `  ${usage(command).padEnd(width)}  ${command.help}`),
    '',
    'Everywhere: --address <host:port> (ZEEBE_ADDRESS), --rest <url> (ZEEBE_REST_ADDRESS), --management <url>',
    '(ZEEBE_MANAGEMENT_ADDRESS). ZEEBE_TOKEN is sent as a bearer token, or one that ZEEBE_CLIENT_ID,',
    'ZEEBE_CLIENT_SECRET and ZEEBE_OAUTH_URL give. --variables takes JSON, or @<file>.',
    'Options of a command: help <command>. Exit code: 0 done, 1 refused or not reached, 2 asked wrongly.',
  ].join('\n');
}

const usage = ({ name, words }: Command): string => (words ? `${name} ${words}` : name);

function helpText(command: Command): string {
  const options = Object.entries(command.options ?? {}).map(([name, kind]) => {
    const value = kind === 'flag' ? '' : ' <value>';
    return `  --${name}${value}${kind === 'list' ? '  (may come more than once)' : ''}`;
  });
  return [usage(command), `  ${command.help}`, ...options].join('\n');
}

/** The process: reads `.env` as the engine does. */
export async function main(words: readonly string[]): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  process.exitCode = await runCommand(words, process.env, console.log, console.error);
}
