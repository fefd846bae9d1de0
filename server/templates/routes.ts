/**
 * Reply templates. One's own are one's own; what a unit shares is written by those who may share (a unit's leader, the
 * IOC's duty officer, the province) and used by all of the unit.
 */
import { NewTemplate, Template, TemplateList, TemplateParams } from '../../domain/api/templates.ts';
import { newId } from '../../domain/ids.ts';
import { unitOf } from '../../domain/reply-template.ts';
import { isEmpty, scopeOf } from '../../domain/rights.ts';
import { cleanText } from '../../domain/search-text.ts';
import { isStage, outcomesOf } from '../../domain/stages.ts';
import { mostTemplates, type ReplyTemplate } from '../../store/reply-templates.ts';
import type { Actor, App, House } from '../house.ts';
import { needRight } from '../plugins/session.ts';
import { Problem } from '../problem.ts';
import { wire } from '../views/time.ts';

type Params = { id: string };

export function templateRoutes(app: App, house: House): void {
  const { replyTemplates } = house.store;
  const tags = ['templates'];

  app.get(
    '/api/templates',
    { schema: { tags, summary: 'Reply templates that I may use', response: { 200: TemplateList } } },
    async (request) => {
      const { actor, unit } = needUnit(needRight(request, 'template.use'));
      const found = await replyTemplates.usable(unit, actor.username);
      return { items: found.map((one) => view(one, actor)), next: null };
    },
  );

  app.post<{ Body: NewTemplate }>(
    '/api/templates',
    { schema: { tags, summary: 'Keep a reply template', body: NewTemplate, response: { 201: Template } } },
    async (request, reply) => {
      const { actor, unit } = needUnit(needRight(request, 'template.use'));
      const owner = ownerOf(actor, request.body);
      if ((await replyTemplates.count(unit, owner)) >= mostTemplates)
        throw new Problem('invalid', { errors: [{ pointer: '', code: 'too-many', limit: mostTemplates }] });
      const made = { _id: newId(house.random), unit, owner, ...written(request.body, actor) };
      await replyTemplates.put(made);
      return reply.code(201).send(view(made, actor));
    },
  );

  app.put<{ Params: Params; Body: NewTemplate }>(
    '/api/templates/:id',
    {
      schema: { tags, summary: 'Change it', params: TemplateParams, body: NewTemplate, response: { 200: Template } },
    },
    async (request) => {
      const { actor, template } = await needOwn(needRight(request, 'template.use'), request.params.id);
      const changed = { ...template, owner: ownerOf(actor, request.body) };
      const { stage: _stage, outcome: _outcome, ...rest } = changed;
      const kept = { ...rest, ...written(request.body, actor) };
      await replyTemplates.put(kept);
      return view(kept, actor);
    },
  );

  app.delete<{ Params: Params }>(
    '/api/templates/:id',
    { schema: { tags, summary: 'Remove it', params: TemplateParams } },
    async (request, reply) => {
      const { template } = await needOwn(needRight(request, 'template.use'), request.params.id);
      await replyTemplates.remove(template._id);
      return reply.code(204).send();
    },
  );

  /** @throws 403 for a shared one that the person may only use, 404 for what is another's */
  async function needOwn(actor: Actor, id: string): Promise<{ actor: Actor; template: ReplyTemplate }> {
    const template = await replyTemplates.find(id);
    const visible = template && template.unit === unitOf(actor.groups) && mine(template, actor);
    if (!template || !visible) throw new Problem('not-found');
    if (!mayEdit(template, actor)) throw new Problem('missing-right');
    return { actor, template };
  }

  const written = (body: NewTemplate, actor: Actor) => {
    const stage = body.stage;
    if (body.outcome && !(stage && isStage(stage) && Object.hasOwn(outcomesOf(stage), body.outcome)))
      throw new Problem('invalid', { errors: [{ pointer: '/outcome', code: 'unknown-outcome' }] });
    const [name, text] = [cleanText(body.name), cleanText(body.text)];
    const blank = Object.entries({ name, text }).filter(([, value]) => value === '');
    if (blank.length > 0)
      throw new Problem('invalid', { errors: blank.map(([field]) => ({ pointer: `/${field}`, code: 'required' })) });
    return {
      name,
      text,
      ...(stage ? { stage } : {}),
      ...(body.outcome ? { outcome: body.outcome } : {}),
      at: house.machineNow(),
      by: actor.username,
    };
  };
}

function needUnit(actor: Actor): { actor: Actor; unit: string } {
  const unit = unitOf(actor.groups);
  if (unit === undefined) throw new Problem('missing-right');
  return { actor, unit };
}

const mayShare = (actor: Actor): boolean => !isEmpty(scopeOf(actor.groups, 'template.share'));
const mine = (template: ReplyTemplate, actor: Actor): boolean =>
  template.owner === null || template.owner === actor.username;
const mayEdit = (template: ReplyTemplate, actor: Actor): boolean =>
  template.owner === null ? mayShare(actor) : template.owner === actor.username;

/** @throws 403 who may not share */
function ownerOf(actor: Actor, body: NewTemplate): string | null {
  if (!body.shared) return actor.username;
  if (!mayShare(actor)) throw new Problem('missing-right');
  return null;
}

function view(template: ReplyTemplate, actor: Actor): Template {
  const { _id, name, text, stage, outcome, owner, by, at } = template;
  return {
    id: _id,
    name,
    text,
    ...(stage ? { stage } : {}),
    ...(outcome ? { outcome } : {}),
    shared: owner === null,
    mayEdit: mayEdit(template, actor),
    by,
    at: wire(at),
  };
}
