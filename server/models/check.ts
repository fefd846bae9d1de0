/**
 * Checks a draft in the sandbox against what the product knows: the regulation as it is in force today, the project's
 * decisions, the agencies.
 */
import { readdir } from 'node:fs/promises';
import { CheckAnswer, FilesToCheck } from '../../domain/api/checks.ts';
import { type ModelFile, ModelParams } from '../../domain/api/models.ts';
import type { CheckResult } from '../../domain/checks.ts';
import { formatDay } from '../../domain/iso-time.ts';
import { wordingsOn } from '../../domain/regulation/clauses.ts';
import type { App, House } from '../house.ts';
import { whenGone } from '../plugins/gone.ts';
import { wordingsOf } from '../plugins/regulation.ts';
import { needRight } from '../plugins/session.ts';
import { Problem } from '../problem.ts';
import { wire } from '../views/time.ts';

/** Sixty files of a megabyte would be more than anyone's draft. */
const bodyLimit = 8 * 1024 * 1024;

/** Pages of decisions that an element may name; read once, they come with the code. */
let decisionPages: Promise<string[]> | undefined;
const readPages = async (): Promise<string[]> =>
  (await readdir(new URL('../../docs/decisions/', import.meta.url))).map((name) => name.replace(/\.md$/, ''));

/** @throws SandboxTimeout, SandboxOutOfMemory, SandboxBusy: told as problems by the error handler */
export async function checkDraft(
  house: House,
  files: readonly ModelFile[],
  signal?: AbortSignal,
): Promise<CheckResult> {
  decisionPages ??= readPages();
  const now = await house.clock.now();
  const today = formatDay(now);
  const articles = wordingsOn(await wordingsOf(house), today).map(({ clause }) => clause);
  const decisions = await decisionPages;
  const directory = await house.store.directory.read();
  const agencies = (await house.store.directory.at(now)).agencies.map(({ id }) => id);
  // Rows of a field or an area that has ended may stay.
  const [fields, areas] = [directory.fields.map(({ id }) => id), directory.areas.map(({ id }) => id)];
  return house.sandbox.run('check', { files, articles, decisions, agencies, fields, areas }, { signal });
}

export function checkRoutes(app: App, house: House): void {
  const tags = ['models'];

  app.post<{ Params: { id: string } }>(
    '/api/models/:id/check',
    { schema: { tags, summary: 'Check a draft as it is saved', params: ModelParams, response: { 200: CheckAnswer } } },
    async (request, reply) => {
      needRight(request, 'model.edit');
      const model = await house.store.models.find(request.params.id);
      if (!model) throw new Problem('not-found');
      const result = await checkDraft(house, model.files, whenGone(reply));
      return { ...result, at: wire(house.machineNow()), version: model.version };
    },
  );

  app.post<{ Body: FilesToCheck }>(
    '/api/models/check',
    {
      bodyLimit,
      schema: { tags, summary: 'Check files as they are given', body: FilesToCheck, response: { 200: CheckAnswer } },
    },
    async (request, reply) => {
      needRight(request, 'model.edit');
      const result = await checkDraft(house, request.body.files, whenGone(reply));
      return { ...result, at: wire(house.machineNow()) };
    },
  );
}
