/** The diagram that instances run on, and what stands where on it. Counters are kept, not counted. */
import { asDocument } from '../../domain/api/common.ts';
import { Counts, DiagramParams } from '../../domain/api/instances.ts';
import { PastQuery } from '../../domain/api/watch.ts';
import type { App, House } from '../house.ts';
import { readMoment } from '../plugins/moment.ts';
import { needRight } from '../plugins/session.ts';
import { Problem } from '../problem.ts';
import { countsAt } from '../views/past-board.ts';
import { wire } from '../views/time.ts';

export function diagramRoutes(app: App, house: House): void {
  const tags = ['diagrams'];
  const { definitions, tasks } = house.store;

  app.get<{ Params: { definitionKey: string } }>(
    '/api/diagrams/:definitionKey',
    {
      schema: {
        tags,
        summary: 'The BPMN XML of a definition',
        params: DiagramParams,
        response: { 200: asDocument('application/xml') },
      },
    },
    async (request, reply) => {
      needRight(request, 'diagram.see');
      const definition = await definitions.find(request.params.definitionKey);
      if (!definition) throw new Problem('not-found');
      return reply
        .type('application/xml; charset=utf-8')
        .header('cache-control', 'private, max-age=86400')
        .send(definition.xml);
    },
  );

  app.get<{ Params: { definitionKey: string }; Querystring: PastQuery }>(
    '/api/diagrams/:definitionKey/counts',
    {
      schema: {
        tags,
        summary: 'Tokens, incidents and overdue per element',
        params: DiagramParams,
        querystring: PastQuery,
        response: { 200: Counts },
      },
    },
    async (request) => {
      needRight(request, 'counts.see');
      const { definitionKey } = request.params;
      const then = await readMoment(house, request.query.at);
      if (then !== null) {
        const drawn = await definitions.find(definitionKey);
        if (!drawn) throw new Problem('not-found');
        return countsAt(house.store, drawn, then);
      }
      const now = await house.clock.now();
      const [definition, counts, late] = await Promise.all([
        definitions.find(definitionKey),
        definitions.countsOf(definitionKey),
        tasks.overdue([definitionKey], now),
      ]);
      if (!definition) throw new Problem('not-found');
      const elements: Counts['elements'] = {};
      const at = (id: string) => {
        elements[id] ??= { tokens: 0, incidents: 0, overdue: 0 };
        return elements[id];
      };
      for (const { elementId, active, incidents } of counts)
        if (active > 0 || incidents > 0) Object.assign(at(elementId), { tokens: active, incidents });
      for (const { elementId, overdue } of late) at(elementId).overdue = overdue;
      return { asOf: wire(now), elements };
    },
  );
}
