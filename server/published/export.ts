/** Open data: all published reports of a filter, streamed as CSV or JSON (docs/decisions/0030). */

import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { asDocument } from '../../domain/api/common.ts';
import { ExportQuery } from '../../domain/api/statistics.ts';
import { columns, csvLine, licence, type OpenRow, openRow } from '../../domain/open-data.ts';
import { readDays } from '../../domain/statistics/periods.ts';
import type { Report } from '../../store/reports.ts';
import type { App, House } from '../house.ts';
import { Problem } from '../problem.ts';
import { filterOf, publishedView } from '../views/published.ts';
import { wire } from '../views/time.ts';

interface Shape {
  type: string;
  head(asOf: string, query: ExportQuery): string;
  row(row: OpenRow, first: boolean): string;
  foot: string;
}

const shapes: Record<'csv' | 'json', Shape> = {
  csv: {
    type: 'text/csv; charset=utf-8; header=present',
    // Spreadsheets take UTF-8 for what it is by the mark in front.
    head: () => `\uFEFF${csvLine(columns)}`,
    row: (row) => csvLine(columns.map((name) => row[name])),
    foot: '',
  },
  json: {
    type: 'application/json; charset=utf-8',
    head: (asOf, filter) =>
      `{"asOf":${JSON.stringify(asOf)},"licence":${JSON.stringify(licence)},"filter":${JSON.stringify(filter)},"items":[`,
    row: (row, first) => `${first ? '' : ','}\n${JSON.stringify(row)}`,
    foot: '\n]}\n',
  },
};

export function exportRoutes(app: App, house: House): void {
  for (const kind of ['csv', 'json'] as const)
    app.get<{ Querystring: ExportQuery }>(
      `/api/published/export.${kind}`,
      {
        schema: {
          tags: ['published'],
          summary: `Open data: all published reports as ${kind.toUpperCase()}, free to use (${licence.id})`,
          querystring: ExportQuery,
          response: { 200: asDocument(shapes[kind].type.split(';')[0]!) },
        },
      },
      async (request, reply) => send(reply, kind, request.query),
    );

  async function send(reply: FastifyReply, kind: 'csv' | 'json', query: ExportQuery): Promise<FastifyReply> {
    const { from, to, ...rest } = query;
    const shape = shapes[kind];
    const asOf = wire(await house.clock.now());
    const found = reports({ ...filterOf(rest), ...spanOf(from, to) });
    return reply
      .type(shape.type)
      .header('content-disposition', `attachment; filename="phan-anh-hien-truong.${kind}"`)
      .header('link', `<${licence.url}>; rel="license"`)
      .header('x-as-of', asOf)
      .header('cache-control', 'public, max-age=300')
      .send(Readable.from(lines(shape, asOf, query, found)));
  }

  /** Newest first; what has been published meanwhile belongs to the next one who asks. */
  async function* reports(filter: Record<string, unknown>): AsyncGenerator<Report> {
    const cursor = house.store.reports.model
      .find(filter as never)
      .sort({ publishedAt: -1, _id: -1 })
      .lean<Report[]>()
      .cursor({ batchSize: 200 });
    for await (const report of cursor) yield house.store.reports.opened(report as unknown as Report);
  }
}

async function* lines(shape: Shape, asOf: string, query: ExportQuery, reports: AsyncGenerator<Report>) {
  yield shape.head(asOf, query);
  let first = true;
  for await (const report of reports) {
    yield shape.row(openRow(publishedView(report)), first);
    first = false;
  }
  yield shape.foot;
}

/** Days of publication, both counted in. @throws 422 for days that there are not */
function spanOf(from: string | undefined, to: string | undefined): Record<string, unknown> {
  if (from === undefined && to === undefined) return {};
  const span = readDays(from ?? '2020-01-01', to ?? '2099-12-31');
  if (!span)
    throw new Problem('invalid', { errors: [{ pointer: from === undefined ? '/to' : '/from', code: 'range' }] });
  return { publishedAt: { $gte: span.from, $lt: span.to } };
}
