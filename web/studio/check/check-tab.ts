/** The check of a draft: what was found, by kind, beside the diagram that it was found on. */
import { html, nothing, type TemplateResult } from 'lit';
import {
  type CheckKind,
  checkKinds,
  releaseVerdict,
  type Severity,
  severities,
  tally,
} from '../../../domain/checks.ts';
import type { CheckAnswer, Finding } from '../../data/checks.ts';
import type { ModelDetail } from '../../data/models.ts';
import '../../elements/diagram-view.ts';
import type { DiagramView } from '../../elements/diagram-view.ts';
import { define, Light } from '../../elements/light.ts';
import { busyButton, emptyState, loadingState, notice, problemState, problemText } from '../../elements/states.ts';
import { t } from '../../text/text.ts';
import { clockTime } from '../../text/times.ts';
import { findingRow } from './finding-row.ts';
import { markFindings } from './markers.ts';
import { RunningCheck } from './running-check.ts';
import './check.css';

const tones = { forbidden: 'late', 'needs-reason': 'soon', free: 'done' } as const;

export class CheckTab extends Light {
  static override properties = { model: { attribute: false }, query: { attribute: false } };
  declare model: ModelDetail;
  query: URLSearchParams = new URLSearchParams();
  readonly #check = new RunningCheck(this);
  #shown: ReadonlySet<Severity> = new Set(severities);
  #file = '';
  #chosen = '';

  protected override willUpdate(): void {
    if (this.model && this.isConnected) this.#check.look(this.model.files);
  }

  get #diagram() {
    return this.model.files.find(({ name }) => name.endsWith('.bpmn'));
  }

  protected override updated(): void {
    this.#mark();
  }

  #mark(): void {
    const viewer = this.querySelector<DiagramView>('qn-diagram')?.viewer;
    const diagram = this.#diagram;
    const answer = this.#check.answer;
    if (viewer && diagram && answer) {
      markFindings(viewer, this.#visible(answer), diagram.name, (element) => this.#choose(element));
    }
  }

  /** Brings the first finding of an element to the eye and the keyboard. */
  #choose(element: string): void {
    this.#chosen = element;
    this.requestUpdate();
    void this.updateComplete.then(() => {
      const row = this.querySelector<HTMLElement>(`[data-at="${CSS.escape(element)}"]`);
      row?.scrollIntoView({ block: 'nearest' });
      row?.focus({ preventScroll: true });
    });
  }

  /** How to bring a finding's element into view on the diagram; null for what is not drawn on it. */
  #shower({ file, element }: Finding): (() => void) | null {
    if (element === undefined || file !== this.#diagram?.name) return null;
    return () => {
      this.#chosen = element;
      const drawn = this.querySelector<DiagramView>('qn-diagram');
      drawn?.centre(element);
      drawn?.scrollIntoView({ block: 'nearest' });
      this.requestUpdate();
    };
  }

  #drawn(): void {
    // Beside the list there is room for the whole of it; on a phone its beginning is what can be read.
    const viewer = this.querySelector<DiagramView>('qn-diagram')?.viewer;
    if (matchMedia('(min-width: 64rem)').matches) viewer?.get('canvas').zoom('fit-viewport', 'auto');
    this.#mark();
  }

  #visible({ findings }: CheckAnswer): Finding[] {
    return findings.filter((one) => this.#shown.has(one.severity) && (this.#file === '' || one.file === this.#file));
  }

  #toggle(severity: Severity): void {
    const now = new Set(this.#shown);
    if (!now.delete(severity)) now.add(severity);
    this.#shown = now;
    this.requestUpdate();
  }

  override render() {
    const { answer, problem, busy } = this.#check;
    if (!answer)
      return problem ? problemState(problem, () => void this.#check.run()) : loadingState(t('studio.check.running'));
    const diagram = this.#diagram;
    return html`<section class="stack check" aria-labelledby="check-title">
      <h2 id="check-title" class="sr-only">${t('studio.check.title')}</h2>
      ${this.#verdict(answer)}
      <div class="row spread">
        <p class="s soft" role="status">
          ${busy ? t('studio.check.running') : t('studio.check.at', { at: clockTime(answer.at) })}
          ${this.#check.stale && !busy ? t('studio.check.older') : nothing}
        </p>
        ${busyButton({ text: t('studio.check.again'), busy, sign: 'refresh', onClick: () => void this.#check.run() })}
      </div>
      ${problem ? notice('late', t('studio.check.failed'), problemText(problem).text, 'alert') : nothing}
      <div class="check-parts ${answer.findings.length ? '' : 'alone'}">
        ${answer.findings.length ? html`<div class="stack">${this.#filters(answer)} ${this.#groups(answer)}</div>` : nothing}
        ${
          diagram
            ? html`<qn-diagram
                .xml=${diagram.content}
                .label=${t('studio.check.diagram')}
                @drawn=${() => this.#drawn()}
                @element=${(event: CustomEvent<{ id: string }>) => this.#choose(event.detail.id)}
              ></qn-diagram>`
            : nothing
        }
      </div>
    </section>`;
  }

  #verdict(answer: CheckAnswer): TemplateResult {
    const verdict = releaseVerdict(answer);
    const left = answer.left ? ` ${t('studio.check.left', { n: answer.left })}` : '';
    return notice(
      tones[verdict],
      t(`studio.check.${verdict}`),
      `${t(`studio.check.${verdict}.text`)}${left}`,
      'status',
    );
  }

  #filters({ findings }: CheckAnswer): TemplateResult {
    const counts = tally(findings);
    const files = [...new Set(findings.map(({ file }) => file))].sort();
    return html`<div class="row check-filters">
      <div class="row" role="group" aria-label=${t('studio.check.filter')}>
        ${severities
          .filter((severity) => counts[severity] > 0)
          .map(
            (severity) =>
              html`<button
                type="button"
                class="button small"
                aria-pressed=${this.#shown.has(severity)}
                @click=${() => this.#toggle(severity)}
              >
                ${t(`studio.check.count.${severity}`, { n: counts[severity] })}
              </button>`,
          )}
      </div>
      ${
        files.length > 1
          ? html`<label class="s row">
              <span>${t('studio.check.file')}</span>
              <select
                class="control"
                @change=${(event: Event) => {
                  this.#file = (event.target as HTMLSelectElement).value;
                  this.requestUpdate();
                }}
              >
                <option value="">${t('studio.check.every-file')}</option>
                ${files.map((file) => html`<option value=${file} ?selected=${file === this.#file}>${file}</option>`)}
              </select>
            </label>`
          : nothing
      }
    </div>`;
  }

  #groups(answer: CheckAnswer): TemplateResult {
    const visible = this.#visible(answer);
    if (visible.length === 0) return emptyState(t('studio.check.none-shown'), '', nothing, 'search');
    return html`${checkKinds.map((kind) => this.#group(kind, visible))}`;
  }

  #group(kind: CheckKind, visible: readonly Finding[]): TemplateResult {
    const own = visible.filter((one) => one.kind === kind);
    return html`<section class="stack tight" aria-labelledby="check-${kind}">
      <h3 id="check-${kind}">${t(`studio.check.kind.${kind}`)} <span class="soft">(${own.length})</span></h3>
      <p class="s soft">${own.length ? t(`studio.check.kind.${kind}.text`) : t('studio.check.none-kind')}</p>
      ${
        own.length
          ? html`<ul class="findings">
              ${own.map((one) => findingRow(one, this.model.id, one.element !== undefined && one.element === this.#chosen, this.#shower(one)))}
            </ul>`
          : nothing
      }
    </section>`;
  }
}
define('qn-check-tab', CheckTab);
