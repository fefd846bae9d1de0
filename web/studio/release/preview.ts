/**
 * What would move: per version and element how many reports stand there, where they go, and for those that have no place
 * a choice of one. The diagram shows where the reports stand; what has no place is drawn bold.
 */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { readDiagram } from '../../data/instances.ts';
import type { MigrationPreview, PreviewElement } from '../../data/releases.ts';
import { selectControl } from '../../elements/fields.ts';
import { icon } from '../../elements/icons.ts';
import { define, Light } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { loadingState, notice, problemState } from '../../elements/states.ts';
import { t } from '../../text/text.ts';
import '../../elements/diagram-view.ts';

export type ReadPreview = (mapping: Record<string, string>, signal: AbortSignal) => Promise<MigrationPreview>;

interface Shown {
  preview: MigrationPreview;
  /** Of the version with the most reports. */
  xml: string;
}

export class MigrationPreviewView extends Light {
  static override properties = {
    read: { attribute: false },
    mapping: { attribute: false },
    fixed: { attribute: false },
  };
  /** How to ask; another function asks anew. */
  read: ReadPreview | null = null;
  mapping: Record<string, string> = {};
  /** The mapping is no longer to be chosen. */
  fixed = false;
  #drawn = false;
  readonly #shown = new Loading<Shown>(this, async (signal) => {
    const preview = await this.read!(this.mapping, signal);
    const most = preview.versions.toSorted((a, b) => b.reports - a.reports)[0];
    return { preview, xml: most ? await readDiagram(most.definitionKey) : '' };
  });

  protected override updated(changed: PropertyValues): void {
    if (changed.has('read') && this.read) void this.#shown.start();
    else if (changed.has('mapping') && this.read) void this.#shown.again();
  }

  #choose(id: string, target: string): void {
    const { [id]: _, ...rest } = this.mapping;
    const mapping = target === '' ? rest : { ...rest, [id]: target };
    this.mapping = mapping;
    this.dispatchEvent(new CustomEvent('mapping', { detail: mapping, bubbles: true }));
  }

  protected override render() {
    const { value, problem } = this.#shown;
    if (!value) return problem ? problemState(problem, () => this.#shown.start()) : loadingState();
    const { reports, versions } = value.preview;
    if (reports.all === 0) return html`<p class="soft">${t('studio.release.preview.none')}</p>`;
    return html`<div class="stack">
      <p role="status">
        ${t('studio.release.preview.sum', { all: reports.all, can: reports.can })}
        ${reports.cannot > 0 ? html`<strong>${t('studio.release.preview.cannot', { n: reports.cannot })}</strong>` : nothing}
      </p>
      ${versions.map((version) => this.#version(version))} ${this.#stuck(value.preview)} ${this.#diagram(value)}
    </div>`;
  }

  #version({ version, reports, elements }: MigrationPreview['versions'][number]): TemplateResult {
    const title = `preview-${version}`;
    return html`<section class="stack tight" aria-labelledby=${title}>
      <h4 id=${title}>${t('studio.release.preview.version', { n: version, reports })}</h4>
      <div class="table-scroll" tabindex="0" role="group" aria-labelledby=${title}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">${t('studio.release.preview.from')}</th>
              <th scope="col" class="num">${t('studio.release.preview.reports')}</th>
              <th scope="col">${t('studio.release.preview.to')}</th>
            </tr>
          </thead>
          <tbody>
            ${elements.map(
              (one) =>
                html`<tr>
                  <td>${one.name} ${one.name === one.id ? nothing : html`<span class="xs soft mono">${one.id}</span>`}</td>
                  <td class="num">${one.reports}</td>
                  <td>${this.#place(one, version)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  #place(one: PreviewElement, version: number): TemplateResult {
    const chosen = this.mapping[one.id] ?? '';
    const why = one.why
      ? html`<span class="badge late">${icon('cannot')}${t(`studio.release.why.${one.why}`)}</span>`
      : html`<span class="place">${icon('check')} ${one.to?.name ?? ''}</span>`;
    const mayChoose = !this.fixed && (one.choices.length > 0 || chosen !== '');
    if (!mayChoose) return why;
    const choices = one.choices.map(({ id, name }) => ({ value: id, text: name === id ? id : `${name} (${id})` }));
    if (chosen && !choices.some(({ value }) => value === chosen))
      choices.push({ value: chosen, text: one.to?.name ?? chosen });
    return html`<div class="row">
      ${why}
      ${selectControl({
        id: `map-${version}-${one.id}`,
        label: t('studio.release.preview.choose', { name: one.name }),
        value: chosen,
        none: t('studio.release.preview.noPlace'),
        choices,
        compact: true,
        onChange: (target) => this.#choose(one.id, target),
      })}
    </div>`;
  }

  /** Report by report, why it stays. */
  #stuck({ stuck, reports }: MigrationPreview): TemplateResult | typeof nothing {
    if (stuck.length === 0) return nothing;
    return html`<details>
      <summary>${t('studio.release.preview.stuck', { n: reports.cannot })}</summary>
      <ul class="stuck">
        ${stuck.map(
          (one) =>
            html`<li>
              <a href="/watch/${one.key}" class="code">${one.reportCode ?? one.key}</a>
              <span class="s soft">
                ${one.why.map(({ name, why }) => `${name}: ${t(`studio.release.why.${why}`)}`).join(' · ')}
              </span>
            </li>`,
        )}
      </ul>
      ${reports.cannot > stuck.length ? notice('info', t('studio.release.preview.more', { n: reports.cannot - stuck.length })) : nothing}
    </details>`;
  }

  #diagram({ preview, xml }: Shown): TemplateResult | typeof nothing {
    const most = preview.versions.toSorted((a, b) => b.reports - a.reports)[0];
    if (!most || !xml) return nothing;
    const counts = Object.fromEntries(
      most.elements.map(({ id, reports }) => [id, { tokens: reports, incidents: 0, overdue: 0 }]),
    );
    const label = t('studio.release.preview.diagram', { n: most.version });
    return html`<details
      @toggle=${(event: Event) => {
        this.#drawn = (event.target as HTMLDetailsElement).open;
        this.requestUpdate();
      }}
    >
      <summary>${label}</summary>
      ${
        // Drawn once there is room for it: a diagram measures the place that it gets.
        this.#drawn
          ? html`<qn-diagram
              .xml=${xml}
              .counts=${counts}
              .passed=${most.elements.filter(({ why }) => why !== null).map(({ id }) => id)}
              .label=${label}
            ></qn-diagram>`
          : nothing
      }
    </details>`;
  }
}
define('qn-migration-preview', MigrationPreviewView);
