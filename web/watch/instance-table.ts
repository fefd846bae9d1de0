/**
 * The table of instances: search by code, state, version, step, agency, district, field, overdue, incidents; sorted; live;
 * and as CSV, all that the filters give and not only what is on the screen.
 */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { InstanceSort } from '../../domain/api/instances.ts';
import { now } from '../data/clock.ts';
import { type InstanceFilter, type InstanceItem, listInstances } from '../data/instances.ts';
import { listen } from '../data/stream.ts';
import type { RunningVersion } from '../data/watch.ts';
import { selectControl } from '../elements/fields.ts';
import { icon } from '../elements/icons.ts';
import { define, Light } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { busyButton, emptyState, loadingState, problemState } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { agencyChoices, agencyName, districtChoices, districtName, fieldChoices, fieldName } from '../text/names.ts';
import { type TextKey, t } from '../text/text.ts';
import { briefTime, number, shortTime } from '../text/times.ts';
import { csvOf } from './csv.ts';
import { gently } from './gently.ts';
import '../elements/due-badge.ts';

const states = ['active', 'completed', 'canceled'] as const;
const sorts = ['-startedAt', 'startedAt', 'dueAt'] as const satisfies readonly InstanceSort[];
const pageSize = 50;
/** So many rows are asked for at once when all are written to a file. */
const filePage = 200;

export class InstanceTable extends Light {
  static override properties = {
    element: { attribute: false, hasChanged: (a: { id: string } | null, b: { id: string } | null) => a?.id !== b?.id },
    district: { attribute: false },
    version: { attribute: false },
    versions: { attribute: false },
    nameOf: { attribute: false },
  };
  element: { id: string; name: string } | null = null;
  district = '';
  /** A definition's key; empty: all. */
  version = '';
  versions: readonly RunningVersion[] = [];
  nameOf: (id: string) => string = (id) => id;
  #words = '';
  #state: string = 'active';
  #agency = '';
  #field = '';
  #sort: InstanceSort = '-startedAt';
  #overdue = false;
  #incident = false;
  #wanted = pageSize;
  #writing: AbortController | null = null;
  #written = 0;
  readonly #again = gently(() => void this.#list.again());
  readonly #list = new Loading<{ items: InstanceItem[]; next: string | null }>(this, async (signal) => {
    const items: InstanceItem[] = [];
    let after: string | undefined;
    do {
      const page = await listInstances({ ...this.#filter(), limit: pageSize, ...(after && { after }) }, signal);
      items.push(...page.items);
      after = page.next ?? undefined;
    } while (after && items.length < this.#wanted);
    return { items, next: after ?? null };
  });

  #filter(): InstanceFilter {
    return {
      ...(this.#state && { state: this.#state as 'active' }),
      ...(this.#words && { q: this.#words }),
      ...(this.#agency && { agency: this.#agency }),
      ...(this.#field && { field: this.#field }),
      ...(this.district && { district: this.district }),
      ...(this.version && { definitionKey: this.version }),
      ...(this.#overdue && { overdue: true }),
      ...(this.#incident && { incident: true }),
      ...(this.element && { element: this.element.id }),
      ...(this.#sort !== '-startedAt' && { sort: this.#sort }),
    };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#list.start();
    this.untilGone(this.#again.stop);
    this.untilGone(
      listen('instance', (event) => {
        const { value } = this.#list;
        // What is on the screen moves at once; whether rows come or go, the list says a moment later.
        if (value?.items.some(({ key }) => key === event.key)) {
          const items = value.items.map((one) => (one.key === event.key ? { ...one, elements: event.elements } : one));
          this.#list.put({ ...value, items });
        }
        this.#again.soon();
      }),
    );
    for (const name of ['incident', 'reset'] as const) this.untilGone(listen(name, this.#again.soon));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#writing?.abort();
  }

  protected override updated(changed: PropertyValues): void {
    if (!this.hasUpdated || !this.#list.value) return;
    if (['element', 'district', 'version'].some((name) => changed.has(name))) this.#anew();
  }

  #anew(): void {
    this.#wanted = pageSize;
    void this.#list.start();
  }

  #say(name: 'everywhere' | 'district' | 'version', detail?: string): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  override render() {
    return html`<section class="stack tight" aria-labelledby="instances">
      <div class="list-bar">
        <h2 id="instances">${t('watch.list')}</h2>
        <div class="row filters">
          ${
            this.element
              ? html`<button type="button" class="button small" @click=${() => this.#say('everywhere')}>
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
      ${this.#selects()} ${this.#body()}
    </section>`;
  }

  #selects(): TemplateResult {
    const choose = (
      id: string,
      label: string,
      none: string,
      value: string,
      choices: { value: string; text: string }[],
      set: (value: string) => void,
    ) =>
      selectControl({
        id: `instance-${id}`,
        label,
        value,
        none,
        choices,
        compact: true,
        onChange: (next) => {
          set(next);
          this.#anew();
        },
      });
    return html`<div class="row instance-filters">
      ${choose(
        'state',
        t('watch.state'),
        t('watch.state.all'),
        this.#state,
        states.map((state) => ({ value: state, text: t(`watch.state.${state}` as TextKey) })),
        (value) => {
          this.#state = value;
        },
      )}
      ${choose(
        'agency',
        t('tasks.filter.agency'),
        t('tasks.filter.agency.all'),
        this.#agency,
        agencyChoices(),
        (value) => {
          this.#agency = value;
        },
      )}
      ${choose('field', t('tasks.filter.field'), t('tasks.filter.field.all'), this.#field, fieldChoices(), (value) => {
        this.#field = value;
      })}
      ${selectControl({
        id: 'instance-district',
        label: t('tasks.filter.district'),
        value: this.district,
        none: t('tasks.filter.district.all'),
        choices: districtChoices(),
        compact: true,
        onChange: (value) => this.#say('district', value),
      })}
      ${
        this.versions.length > 1
          ? selectControl({
              id: 'instance-version',
              label: t('watch.live.versions'),
              value: this.version,
              none: t('watch.live.anyVersion'),
              choices: this.versions.map((one) => ({
                value: one.definitionKey,
                text: t('watch.version', { n: one.version }),
              })),
              compact: true,
              onChange: (value) => this.#say('version', value),
            })
          : nothing
      }
      ${choose(
        'sort',
        t('watch.live.sort'),
        t('watch.live.sort.-startedAt'),
        this.#sort === '-startedAt' ? '' : this.#sort,
        sorts.slice(1).map((sort) => ({ value: sort, text: t(`watch.live.sort.${sort}` as TextKey) })),
        (value) => {
          this.#sort = (value || '-startedAt') as InstanceSort;
        },
      )}
      ${this.#fileButton()}
    </div>`;
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

  #fileButton(): TemplateResult {
    if (!this.#writing)
      return html`<button type="button" class="button small" @click=${() => this.#write()}>
        ${icon('file')}${t('watch.live.csv')}
      </button>`;
    return html`<button type="button" class="button small" @click=${() => this.#writing?.abort()}>
      <span class="spinner"></span>${t('watch.live.csvRuns', { n: number(this.#written) })}
    </button>`;
  }

  /** Every row that the filters give, page by page, in the words of the screen. */
  async #write(): Promise<void> {
    const writing = new AbortController();
    this.#writing = writing;
    this.#written = 0;
    this.requestUpdate();
    const columns = ['report', 'where', 'due', 'state', 'started'] as const;
    const rows: string[][] = [
      [
        ...columns.map((name) => t(`watch.column.${name}` as TextKey)),
        ...(['agency', 'district', 'field'] as const).map((name) => t(`tasks.filter.${name}` as TextKey)),
        t('watch.live.versions'),
        t('watch.incidents'),
      ],
    ];
    try {
      let after: string | undefined;
      do {
        const page = await listInstances(
          { ...this.#filter(), limit: filePage, ...(after && { after }) },
          writing.signal,
        );
        for (const one of page.items) rows.push(this.#cells(one));
        this.#written = rows.length - 1;
        this.requestUpdate();
        after = page.next ?? undefined;
      } while (after);
      save(csvOf(rows), `${t('watch.live.csvName')}.csv`);
    } catch (cause) {
      if (!writing.signal.aborted) {
        console.warn(cause);
        toast(t('watch.live.csvFailed'));
      }
    } finally {
      this.#writing = null;
      this.requestUpdate();
    }
  }

  #cells(one: InstanceItem): string[] {
    return [
      one.reportCode ?? one.key,
      one.elements.map((id) => this.nameOf(id)).join('; '),
      one.dueAt ? shortTime(one.dueAt) : '',
      t(`watch.state.${one.state}` as TextKey),
      shortTime(one.startedAt),
      one.agency ? agencyName(one.agency) : '',
      one.district ? districtName(one.district) : '',
      one.field ? fieldName(one.field) : '',
      String(one.version),
      String(one.incidents),
    ];
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
              <th scope="col">${t('tasks.filter.agency')}</th>
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
    this.#wanted += pageSize;
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
      <td class="soft">${one.agency ? agencyName(one.agency) : ''}</td>
      <td class="nowrap">
        ${one.incidents > 0 ? html`<span class="badge soon">${icon('alert')}${t('watch.tokensIncident', { n: one.incidents })}</span> ` : nothing}
        ${t(`watch.state.${one.state}` as TextKey)}
        ${this.versions.length > 1 ? html`<span class="xs soft">${t('watch.version', { n: one.version })}</span>` : nothing}
      </td>
      <td class="soft nowrap">${briefTime(one.startedAt, now())}</td>
    </tr>`;
  }
}
define('qn-instances', InstanceTable);

/** Hands a file to the browser. */
function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(url);
}
