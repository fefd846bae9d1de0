/** HTTP of the directory's sheets: taking one, bringing one to be looked at, and carrying it out. */

import type { FastifyRequest } from 'fastify';
import { asDocument } from '../../../domain/api/common.ts';
import {
  ExportParams,
  ExportQuery,
  ImportDone,
  ImportId,
  ImportParams,
  ImportPreview,
} from '../../../domain/api/sheets.ts';
import { may } from '../../../domain/rights.ts';
import { largestSheet, type SheetKind, sheets } from '../../../domain/sheets.ts';
import { languageOf } from '../../../domain/text/texts.ts';
import type { App, House } from '../../house.ts';
import { needActor, needRight } from '../../plugins/session.ts';
import { Problem } from '../../problem.ts';
import { csvOf, workbookOf } from './export.ts';
import { executeImport, previewImport } from './imports.ts';
import { kinds } from './kinds/index.ts';

const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function sheetRoutes(app: App, house: House): void {
  const tags = ['directory'];

  app.get<{ Params: { file: string }; Querystring: ExportQuery }>(
    '/api/directory/exports/:file',
    {
      schema: {
        tags,
        summary: 'A list of the directory as a sheet, CSV or XLSX',
        params: ExportParams,
        querystring: ExportQuery,
        response: { 200: asDocument('text/csv', workbook) },
      },
    },
    async (request, reply) => {
      const [name, ending] = request.params.file.split('.') as [SheetKind, string];
      const { username } = needRight(request, sheets[name].right);
      const language = request.query.language ?? languageOf(request.headers['accept-language']);
      const { rows } = await kinds[name].read(house);
      const data = { sheet: name, rows: rows.length };
      await house.store.audit.append({ who: username, what: 'export-sheet', data }, house.machineNow());
      return reply
        .type(ending === 'csv' ? 'text/csv; charset=utf-8' : workbook)
        .header('content-disposition', `attachment; filename="${name}.${ending}"`)
        .header('cache-control', 'no-store')
        .send(ending === 'csv' ? csvOf(name, rows, language) : await workbookOf(name, rows, language));
    },
  );

  app.post<{ Params: ImportParams }>(
    '/api/directory/imports/:kind',
    {
      schema: {
        tags,
        summary: 'What a sheet would change; nothing is changed by it',
        consumes: ['multipart/form-data'],
        params: ImportParams,
        response: { 200: ImportPreview },
      },
      bodyLimit: largestSheet + 64 * 1024,
    },
    async (request) => {
      const { kind } = request.params;
      const actor = needRight(request, sheets[kind].right);
      const bytes = await fileOf(request);
      return previewImport(house, actor, kind, bytes, languageOf(request.headers['accept-language']));
    },
  );

  app.post<{ Params: ImportId }>(
    '/api/directory/imports/:id/execution',
    { schema: { tags, summary: 'Carry it out, all or nothing', params: ImportId, response: { 200: ImportDone } } },
    async (request) => {
      const actor = needActor(request);
      if (!Object.values(sheets).some(({ right }) => may(actor.groups, right))) throw new Problem('missing-right');
      return executeImport(house, actor, request.params.id);
    },
  );
}

/** The part `file` of a form. @throws 400, 413 */
async function fileOf(request: FastifyRequest): Promise<Buffer> {
  const missing = new Problem('bad-request', { errors: [{ pointer: '/file', code: 'required' }] });
  if (!request.isMultipart()) throw missing;
  let part: Awaited<ReturnType<FastifyRequest['file']>>;
  try {
    part = await request.file({ limits: { fileSize: largestSheet } });
    if (part?.fieldname !== 'file') throw missing;
    const bytes = await part.toBuffer();
    if (!part.file.truncated) return bytes;
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem('bad-request', { errors: [{ pointer: '/file', code: 'format' }] });
  }
  throw new Problem('too-large');
}
