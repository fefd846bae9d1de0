/** The table of instances: search by code, state, overdue, incidents, and the element that was pressed on the diagram. */
import { html, nothing, type PropertyValues } from 'lit';
import { now } from '../data/clock.ts';
import { type InstanceFilter, type InstanceItem, listInstances } from '../data/instances.ts';
import { listen } from '../data/stream.ts';
import { selectControl } from '../elements/fields.ts';
import { icon } from '../elements/icons.ts';
import { define, Light } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { busyButton, emptyState, loadingState, problemState } from '../elements/states.ts';
import { throttle } from '../elements/throttle.ts';
import { type TextKey, t } from '../text/text.ts';
import { briefTime } from '../text/times.ts';
import '../elements/due-badge.ts';

const states = ['active', 'completed', 'canceled'] as const;

export class InstanceTable extends Light {
  static override properties = { element: { attribute: false }, nameOf: { attribute: false } };
  element: { id: string; name: string } | null = null;
  nameOf: (id: string) => string = (id) => id;
  #words = '';
  #state: string = 'active';
  #overdue = false;
  #incident = false;
  #wanted = 50;
  readonly #list = new Loading<{ items: InstanceItem[]; next: string | null }>(this, async (signal) => {
    const items: InstanceItem[] = [];
    let after: string | undefined;
    do {
      const page = await listInstances({ ...this.#filter(), limit: 50, ...(after && { after }) }, signal);
      items.push(...page.items);
      after = page.next ?? undefined;
    } while (after && items.length < this.#wanted);
    return { items, next: after ?? null };
  });

  #filter(): InstanceFilter {
    return {
      ...(this.#state && { state: this.#state as 'active' }),
      ...(this.#words && { q: this.#words }),
      ...(this.#overdue && { overdue: true }),
      ...(this.#incident && { incident: true }),
      ...(this.element && { element: this.element.id }),
    };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#list.start();
    const again = throttle(() => void this.#list.again(), 500);
    for (const name of ['instance', 'incident', 'reset'] as const) this.untilGone(listen(name, again));
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('element') && changed.get('element') !== undefined) this.#anew();
  }

  #anew(): void {
    this.#wanted = 50;
    void this.#list.start();
  }

  override render() {
    return html`<section class="stack tight" aria-labelledby="instances">
      <div class="list-bar">
        <h2 id="instances">${t('watch.list')}</h2>
        <div class="row filters">
          ${
            this.element
              ? html`<button type="button" class="button small" @click=${() => this.dispatchEvent(new CustomEvent('everywhere'))}>
                  ${t('watch.atElement', { name: this.element.name })} ${icon('close')}
                </button>`
              : nothing
          }
          ${this.#tick('overdue', t('watch.only.overdue'), this.#overdue, (on) => {
            this.#overdue = on;
          })}
          ${this.#tick('incident', t('watch.only.incident'), this.#incident, (on) => {
            this.#incident = on;
          })}
          ${selectControl({
            id: 'instance-state',
            label: t('watch.state'),
            value: this.#state,
            none: t('watch.state.all'),
            choices: states.map((state) => ({ value: state, text: t(`watch.state.${state}` as TextKey) })),
            compact: true,
            onChange: (value) => {
              this.#state = value;
              this.#anew();
            },
          })}
          <form role="search" class="search" @submit=${(event: Event) => event.preventDefault()}>
            ${icon('search')}
            <input
              class="control compact"
              type="search"
              aria-label=${t('watch.words')}
              placeholder=${t('watch.words')}
              .value=${this.#words}
              @change=${(event: Event) => {
                this.#words = (event.target as HTMLInputElement).value.trim();
                this.#anew();
              }}
            />
          </form>
        </div>
      </div>
      ${this.#body()}
    </section>`;
  }

  #tick(id: string, label: string, checked: boolean, set: (on: boolean) => void) {
    return html`<label class="tick">
      <input
        type="checkbox"
        id="only-${id}"
        .checked=${checked}
        @change=${(event: Event) => {
          set((event.target as HTMLInputElement).checked);
          this.#anew();
        }}
      />
      ${label}
    </label>`;
  }

  #body() {
    const { value, problem } = this.#list;
    if (!value) return problem ? problemState(problem, () => this.#list.start()) : loadingState();
    if (value.items.length === 0) return emptyState(t('watch.none'), t('watch.none.text'), nothing, 'search');
    return html`<div class="table-scroll" tabindex="0" role="group" aria-labelledby="instances">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">${t('watch.column.report')}</th>
              <th scope="col">${t('watch.column.where')}</th>
              <th scope="col">${t('watch.column.due')}</th>
              <th scope="col">${t('watch.column.state')}</th>
              <th scope="col">${t('watch.column.started')}</th>
            </tr>
          </thead>
          <tbody>
            ${value.items.map((one) => this.#row(one))}
          </tbody>
        </table>
      </div>
      ${value.next ? html`<div>${busyButton({ text: t('act.more'), busy: this.#list.busy, onClick: () => this.#further() })}</div>` : nothing}`;
  }

  #further(): void {
    this.#wanted += 50;
    void this.#list.again();
  }

  #row(one: InstanceItem) {
    const running = one.state === 'active';
    return html`<tr>
      <td><a class="row-link code" href="/watch/${one.key}">${one.reportCode ?? one.key}</a></td>
      <td>${one.elements.map((id) => this.nameOf(id)).join(', ')}</td>
      <td>
        ${
          running && one.dueAt
            ? html`<qn-due .dueAt=${one.dueAt} .overdue=${one.overdue} .brief=${true}></qn-due>`
            : nothing
        }
      </td>
      <td>
        ${one.incidents > 0 ? html`<span class="badge soon">${icon('alert')}${t('watch.tokensIncident', { n: one.incidents })}</span> ` : nothing}
        ${t(`watch.state.${one.state}` as TextKey)}
      </td>
      <td class="soft nowrap">${briefTime(one.startedAt, now())}</td>
    </tr>`;
  }
}
define('qn-instances', InstanceTable);
