/** One published report as plain HTML: what was said, where, and the agency's reply. */
import type { PublishedReport } from '../../domain/api/published.ts';
import { summaryOf } from '../../domain/redact.ts';
import type { ReadingPage } from './frame.ts';
import { fill, html, type Markup } from './html.ts';
import { resolutionMark } from './resolution.ts';
import { moment, type Names, ratingName, t } from './words.ts';

export function reportPage(one: PublishedReport, pictures: ReadonlySet<string>, names: Names): ReadingPage {
  const picture = [...one.attachments, ...one.reply.attachments].find((id) => pictures.has(id));
  return {
    title: summaryOf(one.content, 70),
    description: summaryOf(
      `${one.content} – ${names.agency(one.reply.agency, one.publishedAt)}: ${one.reply.text}`,
      300,
    ),
    path: `/p/${one.code}`,
    module: 'portal/published-item-page.ts',
    kind: 'article',
    ...(picture ? { picture: `/api/files/${picture}?size=thumb` } : {}),
    body: body(one, pictures, names),
  };
}

export const missingPage = (code: string): ReadingPage => ({
  title: t.gone,
  description: t['gone.text'],
  path: `/p/${encodeURIComponent(code)}`,
  module: 'portal/published-item-page.ts',
  indexed: false,
  body: html`<div class="state">
    <h1>${t.gone}</h1>
    <p>${t['gone.text']}</p>
    <a class="button" href="/p">${t.back}</a>
  </div>`,
});

function body(one: PublishedReport, pictures: ReadonlySet<string>, names: Names): Markup {
  const { reply } = one;
  return html`<div class="read stack loose">
    <header class="stack tight">
      <a class="back" href="/p">${t.back}</a>
      <h1>${fill(t.one, { code: one.code })}</h1>
    </header>
    <section class="stack" aria-labelledby="what">
      <h2 id="what">${t.content}</h2>
      <p class="pre">${one.content}</p>
      ${files(one.attachments, pictures, t.picture)}
      <dl class="facts">
        <dt>${t.sender}</dt><dd>${one.sender}</dd>
        <dt>${t.place}</dt><dd>${[one.place.text, names.district(one.district)].filter(Boolean).join(', ')}</dd>
        <dt>${t.field}</dt><dd>${names.field(one.field)}</dd>
        <dt>${t.received}</dt><dd>${moment(one.receivedAt)}</dd>
        ${one.rating && html`<dt>${t.rating}</dt><dd>${ratingName(one.rating)}</dd>`}
      </dl>
    </section>
    <section class="stack" aria-labelledby="reply">
      <h2 id="reply">${t.reply}</h2>
      <div class="reply stack tight">
        <p class="soft s">${names.agency(reply.agency, reply.at)} · ${moment(reply.at)}</p>
        ${resolutionMark(reply.resolution)}
        <p class="pre">${reply.text}</p>
        ${files(reply.attachments, pictures, t.replyFile)}
      </div>
    </section>
  </div>`;
}

/** Pictures small with a link to the whole; videos and documents as links. */
function files(ids: readonly string[], pictures: ReadonlySet<string>, name: string): Markup | null {
  if (ids.length === 0) return null;
  return html`<ul class="pictures">${ids.map((id, index) => {
    const label = fill(name, { n: index + 1 });
    return html`<li><a href="/api/files/${id}">${
      pictures.has(id)
        ? html`<img src="/api/files/${id}?size=thumb" alt="${label}" loading="lazy" />`
        : html`<span class="file">${label}</span>`
    }</a></li>`;
  })}</ul>`;
}
