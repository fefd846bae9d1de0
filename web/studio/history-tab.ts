/** What was done to a draft, by whom, when and why; the versions that were kept, and the way back to one. */
import { html, nothing, type TemplateResult } from 'lit';
import { Problem } from '../data/http.ts';
import {
  beginModel,
  type LogLine,
  listVersions,
  type ModelDetail,
  readLog,
  restoreVersion,
  type VersionItem,
} from '../data/models.ts';
import { confirmDialog } from '../elements/dialog.ts';
import { define, Light } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { emptyState, loadingState, problemState, problemText } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { go } from '../shell/router.ts';
import { type TextKey, t } from '../text/text.ts';
import { shortTime } from '../text/times.ts';
import '../elements/table.css';

interface Past {
  versions: VersionItem[];
  lines: LogLine[];
}

export class HistoryTab extends Light {
  static override properties = { model: { attribute: false }, query: { attribute: false } };
  declare model: ModelDetail;
  query = new URLSearchParams();
  #read = 0;
  readonly #past = new Loading<Past>(this, async (signal) => {
    const [versions, lines] = await Promise.all([listVersions(this.model.id, signal), readLog(this.model.id, signal)]);
    return { versions, lines };
  });

  override connectedCallback(): void {
    super.connectedCallback();
    const again = (): void => void this.#past.again();
    const page = this.closest('qn-model-page');
    page?.addEventListener('draft-logged', again);
    this.untilGone(() => page?.removeEventListener('draft-logged', again));
  }

  protected override willUpdate(): void {
    // Saved meanwhile: there is another line.
    if (!this.model || this.model.version === this.#read) return;
    this.#read = this.model.version;
    void this.#past.again();
  }

  async #restore({ n, note }: VersionItem): Promise<void> {
    const text = t('studio.drafts.restore.text', { n, note });
    if (!(await confirmDialog({ title: t('studio.drafts.restore'), text, act: t('studio.drafts.restore') }))) return;
    await this.#try(async () => {
      await restoreVersion(this.model.id, n, this.model.version);
      this.dispatchEvent(new CustomEvent('take-newest', { bubbles: true }));
      toast(t('studio.drafts.restored', { n }));
    });
  }

  async #branch({ n, note }: VersionItem): Promise<void> {
    await this.#try(async () => {
      const made = await beginModel({ name: note.slice(0, 120), from: this.model.id, version: n });
      go(`/studio/${made.id}`);
    });
  }

  async #try(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(cause.status === 412 ? t('studio.drafts.stale') : problemText(cause).text);
    }
  }

  override render() {
    const { value, problem } = this.#past;
    if (!value) return problem ? problemState(problem, () => this.#past.start()) : loadingState();
    return html`<div class="stack loose">${this.#versions(value.versions)}${this.#lines(value.lines)}</div>`;
  }

  #versions(versions: VersionItem[]): TemplateResult {
    return html`<section class="stack tight" aria-labelledby="kept-versions">
      <h2 id="kept-versions">${t('studio.drafts.versions')}</h2>
      ${
        versions.length === 0
          ? emptyState(t('studio.drafts.versions.none'), t('studio.drafts.version.hint'), nothing, 'copy')
          : html`<ul class="drafts">
              ${versions.map(
                (one) =>
                  html`<li class="card row spread">
                    <div class="stack tight">
                      <strong>${t('studio.drafts.versions.one', { n: one.n, note: one.note })}</strong>
                      <span class="s soft">${one.by} · ${shortTime(one.at)}</span>
                    </div>
                    <div class="row">
                      <button type="button" class="button" @click=${() => this.#restore(one)}>${t('studio.drafts.restore')}</button>
                      <button type="button" class="button quiet" @click=${() => this.#branch(one)}>${t('studio.drafts.branch')}</button>
                    </div>
                  </li>`,
              )}
            </ul>`
      }
    </section>`;
  }

  #lines(lines: LogLine[]): TemplateResult {
    return html`<section class="stack tight" aria-labelledby="draft-log">
      <h2 id="draft-log">${t('studio.drafts.log')}</h2>
      <div class="table-scroll" tabindex="0" role="group" aria-labelledby="draft-log">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">${t('studio.drafts.log.at')}</th>
              <th scope="col">${t('studio.drafts.log.by')}</th>
              <th scope="col">${t('studio.drafts.log.what')}</th>
              <th scope="col">${t('studio.drafts.log.files')}</th>
            </tr>
          </thead>
          <tbody>
            ${lines.map(
              (line) =>
                html`<tr>
                  <td class="nowrap">${shortTime(line.at)}</td>
                  <td class="nowrap">${line.by}</td>
                  <td>${t(`studio.drafts.did.${line.what}` as TextKey, { note: line.note })}</td>
                  <td class="s soft">${line.files.join(', ')}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
  }
}
define('qn-history-tab', HistoryTab);
