/**
 * What holds for every operation of the published contract and stands in no route: problems, what an act answers that
 * says nothing back, and bodies that may be left out.
 */

import { Problem } from '../../domain/api/common.ts';
import { Open311Answer } from '../../domain/api/open311.ts';
import type { App } from '../house.ts';
import { emptyBody } from './empty-body.ts';

interface Content {
  content?: unknown;
  description?: string;
  $ref?: string;
}
interface Operation {
  responses: Record<string, Content>;
  requestBody?: { required?: boolean };
}
interface Contract {
  paths?: Record<string, Record<string, Operation>>;
  components?: Record<string, unknown>;
}

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: Problem } },
});

/** `method path` of the routes whose body may be left out; filled while routes are added. */
export function bodiesLeftOut(app: App): ReadonlySet<string> {
  const found = new Set<string>();
  app.addHook('onRoute', ({ url, method, preValidation }) => {
    if (![preValidation].flat().some((hook) => hook === emptyBody)) return;
    const path = url.replace(/:(\w+)/g, '{$1}');
    for (const one of [method].flat()) found.add(`${one.toLowerCase()} ${path}`);
  });
  return found;
}

/** Changes the contract in place. Open311's errors have that specification's own form, told with its answers. */
export function completeAnswers(contract: Contract, leftOut: ReadonlySet<string>): void {
  for (const [path, operations] of Object.entries(contract.paths ?? {}))
    for (const [method, operation] of Object.entries(operations)) {
      const { responses, requestBody } = operation;
      // An act whose route names no answer has none.
      const { 200: only } = responses;
      if (method !== 'get' && only && !only.content && Object.keys(responses).length === 1) {
        delete responses['200'];
        responses['204'] = {};
      }
      if (responses['204']) responses['204'] = { description: 'Done' };
      if (requestBody && leftOut.has(`${method} ${path}`)) requestBody.required = false;
      if (path.startsWith('/open311/')) {
        // Errors of that specification have its own form.
        responses['4XX'] ??= { ...Open311Answer, description: 'Errors of GeoReport v2, in XML or JSON' };
        continue;
      }
      responses['4XX'] ??= { $ref: '#/components/responses/refused' };
      responses['503'] ??= { $ref: '#/components/responses/away' };
    }
  sayTuples(contract.paths);
  contract.components = {
    ...contract.components,
    responses: {
      refused: problem('What was asked can’t be done: `type` says which problem, `errors[]` where (RFC 9457)'),
      away: problem('A part is down, or has too much to do: `Retry-After` says when to ask again'),
    },
  };
}

/** JSON Schema 2020-12, which OpenAPI 3.1 speaks, names the members of a tuple `prefixItems`. */
function sayTuples(part: unknown): void {
  if (part === null || typeof part !== 'object') return;
  const schema = part as { items?: unknown; prefixItems?: unknown; additionalItems?: unknown };
  if (Array.isArray(schema.items) && 'additionalItems' in schema) {
    schema.prefixItems = schema.items;
    schema.items = schema.additionalItems;
    delete schema.additionalItems;
  }
  for (const inner of Object.values(part)) sayTuples(inner);
}
