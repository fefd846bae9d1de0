/** "Says who?": a link that opens the article of the regulation that a deadline or a stage comes from. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ClauseItem } from '../data/articles.ts';
import { currentLanguage, t } from '../text/text.ts';
import { type Article, articleInForce } from './article-in-force.ts';
import { openDialog } from './dialog.ts';
import { define, Light } from './light.ts';

/** Splits `8.2` into article and clause. */
export function parseReference(reference: string): { article: string; clause: string | undefined } {
  const [article = '', clause] = reference.split('.');
  return { article, clause };
}

/** How the reference is said: `Điều 6, khoản 2`; article 8 counts in steps. */
export function sayReference(reference: string): string {
  const { article, clause } = parseReference(reference);
  if (!clause) return t('article.whole', { article });
  return t(article === '8' ? 'article.step' : 'article.clause', { article, clause });
}

/** The text of an article, with the clause in question set off. The law's text is Vietnamese in both languages. */
function articleText(article: Article, clause: string | undefined): TemplateResult {
  return html`<div class="article" lang="vi">
    <p class="soft s">${article.chapter}</p>
    ${article.intro.map((line) => html`<p>${line}</p>`)}
    ${article.clauses.map(
      (one) =>
        html`<div class="clause ${one.clause === clause ? 'meant' : ''}">
          <strong>${one.label}</strong>
          <div>${one.lines.map((line) => html`<p>${line}</p>`)}</div>
        </div>`,
    )}
  </div>`;
}

/** How long a reader waits for the wording in force before the shipped one is shown (ms). */
const patienceMs = 2_000;

/** Null where the server can't be asked: offline, or too slow. */
async function clausesOrNull(): Promise<ClauseItem[] | null> {
  try {
    const { clausesInForce } = await import('../data/articles.ts');
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), patienceMs));
    return await Promise.race([clausesInForce(), late]);
  } catch {
    return null;
  }
}

export async function showArticle(reference: string): Promise<void> {
  const [{ default: regulation }, inForce] = await Promise.all([import('../text/regulation.vi.json'), clausesOrNull()]);
  const { article, clause } = parseReference(reference);
  const shipped = (regulation.articles as Article[]).find((one) => one.article === article);
  const found = articleInForce(article, shipped, inForce);
  await openDialog({
    title: found ? `${t('article.whole', { article })}. ${found.title}` : sayReference(reference),
    body: html`${found ? articleText(found, clause) : html`<p>${t('article.unknown')}</p>`}
      <p class="soft xs article-source">
        ${t('article.source')}${currentLanguage() === 'vi' ? nothing : html` ${t('article.binding')}`}
      </p>`,
  });
}

export class SaysWho extends Light {
  static override properties = { article: {} };
  /** `8.2` */
  article = '';

  override render() {
    if (!this.article) return nothing;
    return html`<button
      type="button"
      class="link-button says-who"
      aria-haspopup="dialog"
      title=${t('article.ask')}
      @click=${(event: Event) => {
        event.stopPropagation();
        void showArticle(this.article);
      }}
    >
      ${sayReference(this.article)}
    </button>`;
  }
}
define('qn-says-who', SaysWho);
