/** How far a migration of running reports is, live; what did not move and why, report by report. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { Problem } from '../../data/http.ts';
import {
  listMigrationItems,
  type MigrationItemView,
  type MigrationView,
  readMigration,
  stopMigration,
} from '../../data/releases.ts';
import { listen } from '../../data/stream.ts';
import { confirmDialog } from '../../elements/dialog.ts';
import { define, Light } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { loadingState, notice, problemState, problemText } from '../../elements/states.ts';
import { throttle } from '../../elements/throttle.ts';
import { toast } from '../../elements/toasts.ts';
import { t, textFor } from '../../text/text.ts';

interface Shown {
  migration: MigrationView;
  stuck: MigrationItemView[];
  more: boolean;
}

export class MigrationProgress extends Light {
  static override properties = { migration: { attribute: false } };
  /** Its id. */
  migration = '';
  readonly #shown = new Loading<Shown>(this, async (signal) => {
    const migration = await readMigration(this.migration, signal);
    const { hindered, refused } = migration.counts;
    const { items, next } =
      hindered + refused > 0
        ? await listMigrationItems(this.migration, { stuck: true }, signal)
        : { items: [], next: null };
    return { migration, stuck: items, more: next !== null };
  });

  override connectedCallback(): void {
    super.connectedCallback();
    const again = throttle(() => void this.#shown.again(), 400);
    this.untilGone(
      listen('release', (event) => {
        if (event.migration === this.migration) again();
      }),
    );
    this.untilGone(listen('reset', again));
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('migration') && this.migration) void this.#shown.start();
  }

  async #stop(): Promise<void> {
    const asked = {
      title: t('studio.release.stop'),
      text: t('studio.release.stop.text'),
      act: t('studio.release.stop'),
    };
    if (!(await confirmDialog(asked))) return;
    try {
      await stopMigration(this.migration);
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(problemText(cause).text);
    }
    await this.#shown.again();
  }

  protected override render() {
    const { value, problem } = this.#shown;
    if (!value) return problem ? problemState(problem, () => this.#shown.start()) : loadingState();
    const { migration, stuck, more } = value;
    const { counts, state, waits } = migration;
    const done = counts.all - counts.waiting;
    const open = state === 'listing' || state === 'running';
    return html`<div class="stack tight">
      <div class="row spread">
        <strong>${t('studio.release.moving', { n: migration.to.version })}</strong>
        <span class="badge ${state === 'done' ? 'done' : ''}" role="status">${t(`studio.release.moving.${state}`)}</span>
      </div>
      <progress
        class="migration-bar"
        aria-label=${t('studio.release.moving', { n: migration.to.version })}
        max=${Math.max(1, counts.all)}
        .value=${counts.all === 0 && !open ? 1 : done}
      ></progress>
      <p class="s soft">
        ${t('studio.release.moved', { done, all: counts.all })}
        ${(['moved', 'there', 'ended', 'hindered', 'refused'] as const)
          .filter((name) => counts[name] > 0)
          .map(
            (name) => html`<span class="nowrap">· ${t(`studio.release.count.${name}`, { n: counts[name] })}</span> `,
          )}
      </p>
      ${waits && open ? notice('soon', t('studio.release.waits'), t('studio.release.waits.text'), 'status') : nothing}
      ${this.#stuck(stuck, more)}
      ${open ? html`<div><button type="button" class="button small" @click=${() => void this.#stop()}>${t('studio.release.stop')}</button></div>` : nothing}
    </div>`;
  }

  #stuck(items: MigrationItemView[], more: boolean): TemplateResult | typeof nothing {
    if (items.length === 0) return nothing;
    return html`<details open>
      <summary>${t('studio.release.stayed')}</summary>
      <ul class="stuck">
        ${items.map(
          (one) =>
            html`<li>
              <a href="/watch/${one.key}" class="code">${one.reportCode ?? one.key}</a>
              <span class="s soft">
                ${one.why.map(({ element, why }) => `${element}: ${textFor('studio.release.why', why) ?? why}`).join(' · ')}
                ${one.words ? html`<code lang="en">${one.words}</code>` : nothing}
              </span>
            </li>`,
        )}
      </ul>
      ${more ? html`<p class="s soft">${t('studio.release.stayed.more')}</p>` : nothing}
    </details>`;
  }
}
define('qn-migration-progress', MigrationProgress);
