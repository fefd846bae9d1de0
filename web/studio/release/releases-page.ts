/**
 * Releases of all drafts: what waits for a second pair of eyes, every version with the reports that run on it and the
 * way back, migrations, and what was decided.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { Problem } from '../../data/http.ts';
import {
  beginMigration,
  listMigrations,
  listReleases,
  listVersions,
  type MigrationView,
  previewOfVersion,
  type ReleaseItem,
  type VersionItem,
} from '../../data/releases.ts';
import { listen } from '../../data/stream.ts';
import { areaField } from '../../elements/fields.ts';
import { icon } from '../../elements/icons.ts';
import { define, Page } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { busyButton, emptyState, loadingState, notice, problemState, problemText } from '../../elements/states.ts';
import { throttle } from '../../elements/throttle.ts';
import { toast } from '../../elements/toasts.ts';
import { t } from '../../text/text.ts';
import { shortTime } from '../../text/times.ts';
import type { ReadPreview } from './preview.ts';
import { recomputeField } from './recompute.ts';
import '../../elements/table.css';
import '../studio.css';
import './card.ts';
import './form.ts';
import './progress.ts';
import './release.css';

interface Shown {
  waiting: ReleaseItem[];
  past: ReleaseItem[];
  next: string | null;
  versions: VersionItem[];
  migrations: MigrationView[];
}

const open = ({ state }: ReleaseItem): boolean => state === 'asked' || state === 'deploying' || state === 'stale';

export class ReleasesPage extends Page {
  /** A former version that is to come back, or the one that running reports are to move to. */
  #back: VersionItem | null = null;
  #moveTo: VersionItem | null = null;
  #read: ReadPreview | null = null;
  #mapping: Record<string, string> = {};
  #recompute = false;
  #reason = '';
  #need = false;
  #busy = false;
  #wanted = 20;
  readonly #shown = new Loading<Shown>(this, async (signal) => {
    const [{ items, next }, versions, migrations] = await Promise.all([
      listReleases({ limit: this.#wanted }, signal),
      listVersions(signal),
      listMigrations(signal),
    ]);
    const waiting = items.filter(open);
    return { waiting, past: items.filter((one) => !open(one)), next, versions, migrations };
  });

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#shown.start();
    const again = throttle(() => void this.#shown.again(), 600);
    this.untilGone(
      listen('release', (event) => {
        // How far a migration is shows by itself.
        if (event.release) again();
      }),
    );
    this.untilGone(listen('reset', again));
  }

  #bring(version: VersionItem | null): void {
    this.#back = version;
    this.#moveTo = null;
    this.requestUpdate();
  }

  #move(version: VersionItem | null): void {
    this.#moveTo = version;
    this.#back = null;
    this.#mapping = {};
    this.#recompute = false;
    this.#reason = '';
    this.#need = false;
    const key = version?.definitionKey;
    this.#read = key ? (mapping, signal) => previewOfVersion(key, mapping, false, signal) : null;
    this.requestUpdate();
  }

  async #begin(event: Event, to: VersionItem): Promise<void> {
    event.preventDefault();
    this.#need = !this.#reason.trim();
    if (this.#need || this.#busy) {
      this.requestUpdate();
      return;
    }
    this.#busy = true;
    this.requestUpdate();
    try {
      await beginMigration({
        to: to.definitionKey,
        mapping: this.#mapping,
        recompute: this.#recompute,
        reason: this.#reason,
      });
      this.#move(null);
      toast(t('studio.release.move.begun'));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(problemText(cause).text);
    }
    this.#busy = false;
    await this.#shown.again();
  }

  override render() {
    const { value, problem } = this.#shown;
    return html`<div class="stack loose release">
      <header class="stack tight">
        <a class="s" href="/studio">‹ ${t('studio.drafts.back')}</a>
        <h1 tabindex="-1">${t('studio.release.page')}</h1>
      </header>
      ${value ? this.#body(value) : problem ? problemState(problem, () => this.#shown.start()) : loadingState()}
    </div>`;
  }

  #body({ waiting, past, next, versions, migrations }: Shown): TemplateResult {
    const own = migrations.filter(({ releaseId }) => releaseId === null);
    return html`<section class="stack tight" aria-labelledby="waiting-releases" @changed=${() => void this.#shown.again()}>
        <h2 id="waiting-releases">${t('studio.release.waiting')}</h2>
        ${
          waiting.length === 0
            ? emptyState(t('studio.release.waiting.none'), t('studio.release.waiting.none.text'), nothing, 'check')
            : waiting.map((one) => html`<qn-release-card .release=${one} .linked=${true}></qn-release-card>`)
        }
      </section>
      ${this.#versions(versions)} ${this.#back ? this.#backForm(this.#back) : nothing}
      ${this.#moveTo ? this.#moveForm(this.#moveTo) : nothing}
      ${
        own.length === 0
          ? nothing
          : html`<section class="stack tight" aria-labelledby="own-migrations">
              <h2 id="own-migrations">${t('studio.release.migrations')}</h2>
              ${own.map(
                (one) =>
                  html`<div class="card stack tight">
                    <p class="s soft">
                      ${one.byName} · ${shortTime(one.at)} · <span lang="vi">${one.reason}</span>
                    </p>
                    <qn-migration-progress .migration=${one.id}></qn-migration-progress>
                  </div>`,
              )}
            </section>`
      }
      ${
        past.length === 0
          ? nothing
          : html`<section class="stack tight" aria-labelledby="past-releases">
              <h2 id="past-releases">${t('studio.release.past')}</h2>
              ${past.map((one) => html`<qn-release-card .release=${one} .linked=${true}></qn-release-card>`)}
              ${
                next
                  ? html`<div>${busyButton({
                      text: t('act.more'),
                      busy: this.#shown.busy,
                      onClick: () => {
                        this.#wanted += 50;
                        void this.#shown.again();
                      },
                    })}</div>`
                  : nothing
              }
            </section>`
      }`;
  }

  #versions(versions: VersionItem[]): TemplateResult | typeof nothing {
    if (versions.length === 0) return nothing;
    const elsewhere = versions.reduce((sum, one) => sum + (one.inForce ? 0 : one.running), 0);
    return html`<section class="stack tight" aria-labelledby="versions">
      <h2 id="versions">${t('studio.release.versions')}</h2>
      <div class="table-scroll" tabindex="0" role="group" aria-labelledby="versions">
        <table class="table versions">
          <thead>
            <tr>
              <th scope="col">${t('studio.release.column.version')}</th>
              <th scope="col">${t('studio.release.column.since')}</th>
              <th scope="col">${t('studio.release.column.who')}</th>
              <th scope="col">${t('studio.release.column.note')}</th>
              <th scope="col" class="num">${t('studio.release.column.running')}</th>
              <th scope="col"><span class="sr-only">${t('studio.release.column.act')}</span></th>
            </tr>
          </thead>
          <tbody>
            ${versions.map(
              (one) =>
                html`<tr>
                  <td class="nowrap">
                    <strong>${one.version}</strong>
                    ${one.inForce ? html`<span class="badge done">${t('studio.release.inForce')}</span>` : nothing}
                  </td>
                  <td class="nowrap">${shortTime(one.deployedAt)}</td>
                  <td>
                    ${
                      one.release
                        ? t('studio.release.who', {
                            asked: one.release.askedBy.name,
                            approved: one.release.approvedBy?.name ?? '',
                          })
                        : html`<span class="soft">${t('studio.release.who.none')}</span>`
                    }
                  </td>
                  <td lang="vi">${one.release?.note ?? ''}</td>
                  <td class="num">${one.running}</td>
                  <td class="nowrap">${this.#versionActs(one, elsewhere)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  #versionActs(one: VersionItem, elsewhere: number): TemplateResult | typeof nothing {
    if (!one.inForce)
      return html`<button type="button" class="button small" @click=${() => this.#bring(one)}>
        ${t('studio.release.rollBack')}<span class="sr-only"> ${one.version}</span>
      </button>`;
    if (elsewhere === 0) return nothing;
    return html`<button type="button" class="button small" @click=${() => this.#move(one)}>
      ${t('studio.release.move', { n: elsewhere })}
    </button>`;
  }

  #backForm(version: VersionItem): TemplateResult {
    return html`<section
      class="card stack"
      aria-labelledby="roll-back"
      @asked=${() => {
        this.#bring(null);
        toast(t('studio.release.asked'));
        void this.#shown.again();
      }}
    >
      <div class="row spread">
        <h2 id="roll-back">${t('studio.release.rollBack.to', { n: version.version })}</h2>
        <button type="button" class="button quiet icon" aria-label=${t('act.close')} @click=${() => this.#bring(null)}>
          ${icon('close')}
        </button>
      </div>
      <p class="soft">${t('studio.release.rollBack.text')}</p>
      <qn-release-form .rollBackTo=${version}></qn-release-form>
    </section>`;
  }

  #moveForm(to: VersionItem): TemplateResult {
    return html`<section class="card stack" aria-labelledby="move-running">
      <div class="row spread">
        <h2 id="move-running">${t('studio.release.move.title', { n: to.version })}</h2>
        <button type="button" class="button quiet icon" aria-label=${t('act.close')} @click=${() => this.#move(null)}>
          ${icon('close')}
        </button>
      </div>
      ${notice('info', t('studio.release.migrate.hint'))}
      <qn-migration-preview
        .read=${this.#read}
        .mapping=${this.#mapping}
        @mapping=${(event: CustomEvent<Record<string, string>>) => {
          this.#mapping = event.detail;
        }}
      ></qn-migration-preview>
      <form class="stack tight" novalidate @submit=${(event: Event) => void this.#begin(event, to)}>
        ${recomputeField(this.#recompute, (on) => {
          this.#recompute = on;
          this.requestUpdate();
        })}
        ${areaField({
          id: 'move-reason',
          label: t('studio.release.reason'),
          error: this.#need ? t('studio.release.move.need') : undefined,
          value: this.#reason,
          rows: 2,
          maxlength: 2000,
          onInput: (text) => {
            this.#reason = text;
          },
        })}
        <div>${busyButton({ text: t('studio.release.move.act'), busy: this.#busy, kind: 'primary', type: 'submit' })}</div>
      </form>
    </section>`;
  }
}
define('qn-releases-page', ReleasesPage);
