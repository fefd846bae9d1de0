/** The list of published reports as plain HTML: a form that is a plain question, links from page to page. */
import type { PublishedReport } from '../../domain/api/published.ts';
import { type PublishedFilter, writeFilter } from '../../domain/published-filter.ts';
import { summaryOf } from '../../domain/redact.ts';
import { resolutions } from '../../domain/stages.ts';
import type { ReadingPage } from './frame.ts';
import { fill, given, html, type Markup } from './html.ts';
import { resolutionMark } from './resolution.ts';
import { day, type Names, resolutionName, t } from './words.ts';

export interface Listed {
  filter: PublishedFilter;
  items: PublishedReport[];
  /** Whether this is not the first page. */
  later: boolean;
  next: string | null;
  /** Files that are pictures. */
  pictures: ReadonlySet<string>;
  names: Names;
}

export function listPage(listed: Listed): ReadingPage {
  const { filter, later } = listed;
  const asked = writeFilter(filter);
  return {
    title: t.title,
    description: t.intro,
    path: '/p',
    module: 'portal/published-page.ts',
    feed: `/p/feed.xml${asked}`,
    indexed: !asked && !later,
    body: body(listed, asked),
  };
}

function body({ filter, items, later, next, pictures, names }: Listed, asked: string): Markup {
  return html`<div class="stack loose">
    <header class="stack tight">
      <h1>${t.title}</h1>
      <p class="soft read">${t.intro}</p>
      <p class="row s"><a href="/figures">${t.figures}</a> <a href="/p/feed.xml${asked}">${t.feed}</a>
        <a href="/api/published/export.csv" download>${t.openCsv}</a> <a href="/api/published/export.json" download>${t.openJson}</a></p>
    </header>
    ${form(filter, names)}
    ${asked && html`<p class="row s"><a href="/p">${t.clear}</a></p>`}
    ${later && html`<p><a href="/p${asked}">${t.first}</a></p>`}
    ${items.length > 0 ? html`<ul class="published">${items.map((one) => html`<li>${card(one, pictures, names)}</li>`)}</ul>` : nothing(asked)}
    ${next && html`<p><a class="button" rel="next" href="/p${writeFilter(filter, { after: next })}">${t.further}</a></p>`}
  </div>`;
}

const nothing = (asked: string): Markup => html`<div class="state">
  <h2>${asked ? t.none : t.empty}</h2>
  <p>${asked ? t['none.text'] : t['empty.text']}</p>
</div>`;

export function card(one: PublishedReport, pictures: ReadonlySet<string>, names: Names): Markup {
  const picture = [...one.reply.attachments, ...one.attachments].find((id) => pictures.has(id));
  const where = [names.field(one.field), names.district(one.district)].filter(Boolean).join(' · ');
  return html`<article class="card">
    ${picture && html`<img src="/api/files/${picture}?size=thumb" alt="" loading="lazy" />`}
    <div class="text">
      <h2><a href="/p/${one.code}">${summaryOf(one.content)}</a></h2>
      ${resolutionMark(one.reply.resolution)}
      <p class="s soft">${where}</p>
      <p class="s soft">${fill(t.answered, { agency: names.agency(one.reply.agency, one.publishedAt), at: day(one.publishedAt) })}</p>
    </div>
  </article>`;
}

interface Choice {
  id: string;
  text: string;
}

function form(filter: PublishedFilter, names: Names): Markup {
  const { agencies, areas, fields } = names.directory;
  const select = (
    name: 'field' | 'district' | 'agency' | 'resolution',
    choices: readonly Choice[],
  ) => html`<div class="field">
      <label for="${name}">${t[name]}</label>
      <select class="control" id="${name}" name="${name}">
        <option value="">${t.all}</option>
        ${choices.map(({ id, text }) => html`<option value="${id}"${given(filter[name] === id, 'selected')}>${text}</option>`)}
      </select>
    </div>`;
  const input = (name: 'q' | 'from' | 'to', label: string, type: string) => html`<div class="field">
      <label for="${name}">${label}</label>
      <input class="control" id="${name}" name="${name}" type="${type}" value="${filter[name] ?? ''}" maxlength="200" />
    </div>`;
  const seldom = filter.agency || filter.resolution || filter.from || filter.to;
  return html`<form class="published-form" role="search" action="/p" method="get">
    <div class="often">
      ${input('q', t.words, 'search')}
      ${select(
        'field',
        fields.map(({ id, name }) => ({ id, text: name.vi })),
      )}
      ${select(
        'district',
        areas.map(({ id }) => ({ id, text: names.districtTitle(id) })),
      )}
      <button type="submit" class="button large">${t.search}</button>
    </div>
    ${filter.near && html`<input type="hidden" name="near" value="${filter.near}" />`}
    <details${given(seldom, 'open')}>
      <summary>${t.agency}, ${t.resolution.toLocaleLowerCase('vi')}, ${t.from.toLocaleLowerCase('vi')}</summary>
      <div class="seldom">
        ${select(
          'agency',
          agencies.map(({ id }) => ({ id, text: names.agency(id) })),
        )}
        ${select(
          'resolution',
          resolutions.map((id) => ({ id, text: resolutionName(id) })),
        )}
        ${input('from', t.from, 'date')} ${input('to', t.to, 'date')}
      </div>
    </details>
  </form>`;
}
