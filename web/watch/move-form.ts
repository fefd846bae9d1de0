/** Moves a running instance by hand: what begins is picked on the diagram or from a list, what ends from what stands. */
import { html, nothing } from 'lit';
import { isScope } from '../../domain/bpmn-kinds.ts';
import { type HistoryStep, moveInstance } from '../data/history.ts';
import type { DiagramView } from '../elements/diagram-view.ts';
import { selectField } from '../elements/fields.ts';
import { icon } from '../elements/icons.ts';
import { define } from '../elements/light.ts';
import { notice } from '../elements/states.ts';
import { t } from '../text/text.ts';
import { ActForm } from './act-form.ts';
import { countsOf } from './counts.ts';
import { type Target, targetsOf } from './move-targets.ts';
import '../elements/diagram-view.ts';

export class MoveForm extends ActForm {
  #begins: string[] = [];
  #ends = new Set<string>();
  #targets: Target[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#targets = targetsOf(this.subject.xml);
    this.#ends = new Set(this.#standing.map(({ key }) => key));
  }

  get #standing(): HistoryStep[] {
    return this.subject.history.steps.filter((step) => step.state === 'active' && !step.watch && !isScope(step.type));
  }

  protected get deed(): string {
    return t('watch.act.move.do');
  }
  protected get done(): string {
    return t('watch.act.done.moved');
  }
  protected override missing(): string {
    return this.#begins.length + this.#ends.size === 0 ? t('watch.act.need') : '';
  }
  protected act(reason: string): Promise<void> {
    const { key } = this.subject.instance;
    return moveInstance(key, { activate: this.#begins, terminate: [...this.#ends], reason });
  }

  #add(id: string): void {
    if (this.#targets.some((one) => one.id === id) && !this.#begins.includes(id)) this.#begins.push(id);
    this.requestUpdate();
  }

  protected override updated(): void {
    // The list is for picking the next one.
    const list = this.querySelector<HTMLSelectElement>('#move-to');
    if (list) list.value = '';
  }

  #nameOf(id: string): string {
    return this.#targets.find((one) => one.id === id)?.name ?? id;
  }

  protected body() {
    const { instance, xml } = this.subject;
    return html`<p>${t('watch.act.move.pick')}</p>
      <qn-diagram
        class="act-diagram"
        .xml=${xml}
        .counts=${countsOf(instance)}
        .passed=${this.#begins}
        .focusOn=${instance.elements[0] ?? ''}
        .label=${t('watch.act.move.pick')}
        @element=${(event: CustomEvent<{ id: string }>) => this.#add(event.detail.id)}
        @drawn=${(event: Event) => (event.target as DiagramView).requestUpdate()}
      ></qn-diagram>
      ${selectField({
        id: 'move-to',
        label: t('watch.act.move.to'),
        value: '',
        none: t('watch.act.move.none'),
        choices: this.#targets
          .filter(({ id }) => !this.#begins.includes(id))
          .map(({ id, name }) => ({ value: id, text: name })),
        onChange: (id) => this.#add(id),
      })}
      <fieldset class="stack tight">
        <legend>${t('watch.act.move.begins')}</legend>
        <div class="picked">
          ${this.#begins.map(
            (id) =>
              html`<button
                type="button"
                class="button small"
                aria-label=${t('watch.act.move.drop', { name: this.#nameOf(id) })}
                @click=${() => {
                  this.#begins = this.#begins.filter((one) => one !== id);
                  this.requestUpdate();
                }}
              >
                ${this.#nameOf(id)} ${icon('close')}
              </button>`,
          )}
          ${this.#begins.length === 0 ? html`<span class="soft s">${t('watch.act.move.none')}</span>` : nothing}
        </div>
      </fieldset>
      <fieldset class="stack tight">
        <legend>${t('watch.act.move.ends')}</legend>
        ${this.#standing.map(
          (step) =>
            html`<label class="tick">
              <input
                type="checkbox"
                .checked=${this.#ends.has(step.key)}
                @change=${(event: Event) => {
                  if ((event.target as HTMLInputElement).checked) this.#ends.add(step.key);
                  else this.#ends.delete(step.key);
                }}
              />
              ${step.name}
            </label>`,
        )}
      </fieldset>
      ${notice('soon', t('watch.act.move.warn'))}`;
  }
}
define('qn-move-form', MoveForm);
