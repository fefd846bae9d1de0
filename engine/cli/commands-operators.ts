/** Commands for who looks after an engine: topology, what is alive, clock and backups. */
import type { Given, OptionKinds } from './arguments.ts';
import { digits } from './arguments.ts';
import type { Command } from './commands.ts';
import type { Connections } from './connections.ts';
import { BadUsage } from './failure.ts';

const searchOptions: OptionKinds = { filter: 'text', sort: 'list', limit: 'text' };
/** Items a page; without --limit all pages are read. */
const pageSize = 500;

/** All that a search finds, or as many as --limit says, page by page. */
async function found(connections: Connections, path: string, given: Given): Promise<unknown[]> {
  const filter = given.exactJson('filter');
  const sort = given.list('sort').map((text) => {
    const [field, order = 'asc'] = text.split(':');
    if (!field || !/^(asc|desc)$/i.test(order)) throw new BadUsage(`--sort must be <field>[:desc], not "${text}".`);
    return { field, order: order.toUpperCase() };
  });
  const most = Number(given.number('limit') ?? Number.MAX_SAFE_INTEGER);
  if (most < 1) throw new BadUsage('--limit must be at least 1.');
  const items: unknown[] = [];
  let after: string | undefined;
  do {
    const page = { limit: Math.min(pageSize, most - items.length), after };
    const answer = (await connections.rest('POST', path, { filter, sort, page })) as {
      items: unknown[];
      page?: { endCursor?: string };
    };
    items.push(...answer.items);
    after = answer.items.length > 0 ? answer.page?.endCursor : undefined;
  } while (after && items.length < most);
  return items;
}
const search = (name: string, path: string, help: string): Command => ({
  name,
  options: searchOptions,
  help: `${help} --filter <JSON>, --sort <field>[:desc], --limit <n>.`,
  run: (connections, given) => found(connections, path, given),
});

const topology = (name: string): Command => ({
  name,
  help: 'Brokers, partitions, versions.',
  run: (connections) => connections.grpc('Topology', {}),
});

const instant = (text: string): number => {
  const epochMilli = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isNaN(epochMilli)) throw new BadUsage(`The time must be epoch milliseconds or ISO 8601, not "${text}".`);
  return epochMilli;
};
const backupId = (given: Given) => digits('The backup id', given.word(0, 'backup id'));
const one = async (answer: Promise<unknown>) => {
  const given = await answer;
  return given === undefined ? undefined : [given];
};

export const operatorCommands: readonly Command[] = [
  topology('status'),
  topology('topology'),
  search('tasks', '/user-tasks/search', 'User tasks.'),
  search('instances', '/process-instances/search', 'Process instances.'),
  search('elements', '/element-instances/search', 'Element instances.'),
  search('incidents', '/incidents/search', 'Incidents.'),
  search('jobs', '/jobs/search', 'Jobs.'),
  search('variables', '/variables/search', 'Variables.'),
  search('definitions', '/process-definitions/search', 'Process definitions.'),
  {
    name: 'clock',
    help: 'What time it is for the engine (where its clock is controlled).',
    run: (connections) => one(connections.management('GET', '/clock')),
  },
  {
    name: 'clock pin',
    words: '<time>',
    help: 'Stops the clock at epoch milliseconds or an ISO 8601 time.',
    run: (connections, given) =>
      one(connections.management('POST', '/clock/pin', { epochMilli: instant(given.word(0, 'time')) })),
  },
  {
    name: 'clock add',
    words: '<ms>',
    help: 'Moves the clock.',
    run: (connections, given) =>
      one(
        connections.management('POST', '/clock/add', {
          offsetMilli: Number(digits('The offset', given.word(0, 'offset'))),
        }),
      ),
  },
  {
    name: 'clock reset',
    help: "Sets the clock back to the machine's time.",
    run: (connections) => one(connections.management('DELETE', '/clock')),
  },
  {
    name: 'backup',
    help: 'Lists the backups.',
    run: async (connections) => (await connections.management('GET', '/backups')) as unknown[],
  },
  {
    name: 'backup take',
    words: '<id>',
    help: 'Begins a backup; its id is a number greater than that of the last one.',
    run: (connections, given) => one(connections.management('POST', '/backups', { backupId: Number(backupId(given)) })),
  },
  {
    name: 'backup status',
    words: '<id>',
    help: 'How far a backup is.',
    run: (connections, given) => one(connections.management('GET', `/backups/${backupId(given)}`)),
  },
  {
    name: 'backup delete',
    words: '<id>',
    help: 'Removes a backup.',
    run: (connections, given) => one(connections.management('DELETE', `/backups/${backupId(given)}`)),
  },
];
