/**
 * Which room may import which (docs/architecture.md). One list: the room, and the rooms it may reach.
 * test/imports.test.ts plants a wrong import and sees this rule refuse it.
 */
const rooms = {
  telemetry: [],
  domain: [],
  // Rules and pages tell nobody of themselves; every room that runs as a process may.
  store: ['domain', 'telemetry'],
  engine: ['telemetry'],
  workers: ['store', 'domain', 'telemetry'],
  server: ['store', 'domain', 'telemetry'],
  web: ['domain'],
  bpmn: ['domain', 'engine'],
  rehearsal: ['engine', 'domain', 'workers', 'telemetry'],
};
const all = [
  'telemetry',
  'bpmn',
  'domain',
  'store',
  'engine',
  'workers',
  'server',
  'web',
  'rehearsal',
  'local',
  'test',
  'bench',
  'tools',
];

module.exports = {
  forbidden: [
    ...Object.entries(rooms).map(([room, reach]) => ({
      name: `${room}-reaches-only-${reach.join('-') || 'itself'}`,
      severity: 'error',
      from: { path: `^${room}/`, pathNot: '\\.test\\.ts$' },
      to: { path: `^(${all.filter((other) => other !== room && !reach.includes(other)).join('|')})/` },
    })),
    {
      name: 'domain-has-no-io',
      comment: 'domain/ runs in the browser, in workers and in tests alike',
      severity: 'error',
      from: { path: '^domain/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-cycles-between-files',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'every-import-is-there', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '\\?' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|dist)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
