/** The conformance table leaves nothing out, says nothing that no test has shown, and stands in docs/ as it is. */
import { readFile } from 'node:fs/promises';
import fastify from 'fastify';
import { expect, test } from 'vitest';
import { gatewayService } from '../../../engine/gateway/grpc/protocol.ts';
import { type RouteContext, routeGroups } from '../../../engine/gateway/rest/routes.ts';
import { shapes } from '../../../engine/records/shapes.ts';
import { routes, rpcs } from '../conformance/calls.ts';
import { unproven } from '../conformance/check.ts';
import { valueTypes } from '../conformance/intents.ts';
import type { Row } from '../conformance/row.ts';
import { page } from '../conformance/table.ts';

const namesOf = (rows: readonly Row[]) => rows.flatMap((row) => row.covers ?? [row.name]);

test('every call of the proto has a row', () => {
  expect(namesOf(rpcs.rows).sort()).toEqual(Object.keys(gatewayService).sort());
});

test('every route that the gateway has has a row, and every row a route', async () => {
  const served: string[] = [];
  const app = fastify();
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (one !== 'HEAD') served.push(`${one} ${url}`);
  });
  // Routes read their engine only when they are called.
  for (const group of routeGroups) app.register(async (v2) => group(v2, { engine: {} } as RouteContext));
  await app.ready();
  await app.close();
  const patterns = routes.rows.flatMap((row) => (row.covers ? row.covers.map((one) => new RegExp(one)) : []));
  const named = new Set(routes.rows.filter((row) => !row.covers).map((row) => row.name));
  expect(served.filter((one) => !named.has(one) && !patterns.some((pattern) => pattern.test(one)))).toEqual([]);
  expect([...named].filter((one) => !served.includes(one))).toEqual([]);
  for (const pattern of patterns) expect(served.some((one) => pattern.test(one))).toBe(true);
});

test('every value type that the engine can write has a row', () => {
  expect(Object.keys(shapes).filter((valueType) => !(valueType in valueTypes))).toEqual([]);
});

test('a row is borne out by tests that have passed, and by nothing less', () => {
  const row: Row = { name: 'r', section: '1', shown: ['a.test.ts does it'] };
  const result = (state: string, name = 'x > does it well') => ({ file: 'a.test.ts', name, state });
  expect(unproven([result('passed')], [row])).toEqual([]);
  expect(unproven([result('passed'), result('failed')], [row])).toEqual([
    'r: a.test.ts: "x > does it well" has failed',
  ]);
  expect(unproven([result('skipped')], [row])).toHaveLength(1);
  expect(unproven([result('passed', 'other')], [row])).toEqual(['r: no test of a.test.ts has "does it" in its name']);
  expect(unproven([], [{ ...row, shown: [] }])).toEqual(['r: no test is named']);
  expect(unproven([], [{ ...row, absent: 'never' }])).toEqual([]);
});

test('docs/engine-conformance.md is what the rows say', async () => {
  expect(await readFile('docs/engine-conformance.md', 'utf8')).toBe(page());
});
