/** People and their groups, and the points of contact that each agency names (articles 2.4, 14.1). */
import { html, nothing, type TemplateResult } from 'lit';
import {
  type FocalPoint,
  listFocalPoints,
  listPeople,
  type PersonDetail,
  type PersonItem,
  type PersonList,
  readPerson,
} from '../../data/accounts.ts';
import { Problem } from '../../data/http.ts';
import { selectControl } from '../../elements/fields.ts';
import { icon } from '../../elements/icons.ts';
import { define, Page } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { busyButton, emptyState, loadingState, problemState, problemText } from '../../elements/states.ts';
import { toast } from '../../elements/toasts.ts';
import { go } from '../../shell/router.ts';
import { inLanguage, t } from '../../text/text.ts';
import { number } from '../../text/times.ts';
import { adminFrame } from '../frame.ts';
import { plainGroups, roleName } from './groups.ts';
import './person-form.ts';
import '../../tasks/staff.css';
import './people.css';

const path = '/admin/people';

export class PeoplePage extends Page {
  #asked: string | null = null;
  #open: PersonDetail | null = null;
  #items: PersonItem[] = [];
  readonly #list = new Loading<PersonList>(this, async (signal) => {
    const found = await listPeople(this.#filter(), signal);
    this.#items = found.items;
    return found;
  });
  readonly #points = new Loading<FocalPoint[]>(this, (signal) => listFocalPoints(signal));

  #filter() {
    const [q, group, state] = ['q', 'group', 'state'].map((name) => this.query.get(name) ?? '');
    return { ...(q && { q }), ...(group && { group }), ...(state && { state: state as 'closed' }) };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#points.start();
    this.addEventListener('qn-person', (event) => {
      void this.#list.again();
      void this.#points.again();
      const username = (event as CustomEvent<string>).detail;
      if (this.query.get('person') !== username)
        go(`${path}?person=${encodeURIComponent(username)}`, { replace: true });
    });
  }

  override willUpdate(): void {
    const asked = JSON.stringify([this.#filter(), this.query.get('person')]);
    if (asked === this.#asked) return;
    const before = this.#asked === null ? null : JSON.parse(this.#asked);
    this.#asked = asked;
    if (before === null || JSON.stringify(before[0]) !== JSON.stringify(this.#filter()))
      queueMicrotask(() => void this.#list.start());
    const person = this.query.get('person');
    if (before === null || before[1] !== person) queueMicrotask(() => void this.#show(person));
  }

  async #show(username: string | null): Promise<void> {
    this.#open = null;
    this.requestUpdate();
    if (!username || username === 'new') return;
    try {
      this.#open = await readPerson(username);
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(problemText(cause).text);
    }
    this.requestUpdate();
    await this.updateComplete;
    await this.querySelector<HTMLElement & { updateComplete: Promise<unknown> }>('qn-person-form')?.updateComplete;
    this.querySelector<HTMLElement>('#person')?.focus();
  }

  #go(name: string, value: string): void {
    const next = new URLSearchParams(this.query);
    if (value) next.set(name, value);
    else next.delete(name);
    go(next.size ? `${path}?${next}` : path, { replace: true });
  }

  async #more(after: string): Promise<void> {
    const next = await listPeople({ ...this.#filter(), after });
    this.#items = [...this.#items, ...next.items];
    this.#list.put(next);
  }

  override render() {
    const isNew = this.query.get('person') === 'new';
    return adminFrame(
      path,
      'people.title',
      html`<p class="soft read">${t('people.intro')}</p>
        ${isNew || this.#open ? html`<qn-person-form .person=${isNew ? null : this.#open}></qn-person-form>` : nothing}
        <section class="stack" aria-labelledby="list">
          <div class="row spread">
            <h2 id="list">${t('people.list')}</h2>
            ${isNew ? nothing : html`<a class="button" href="${path}?person=new">${icon('plus')}${t('people.add')}</a>`}
          </div>
          ${this.#filters()} ${this.#rows()}
        </section>
        ${this.#contacts()}`,
    );
  }

  #filters(): TemplateResult {
    return html`<div class="row people-filters" role="group" aria-label=${t('tasks.filters')}>
      <form role="search" class="search" @submit=${(event: Event) => event.preventDefault()}>
        ${icon('search')}
        <input
          class="control compact"
          type="search"
          aria-label=${t('people.search')}
          placeholder=${t('people.search')}
          .value=${this.query.get('q') ?? ''}
          @change=${(event: Event) => this.#go('q', (event.target as HTMLInputElement).value.trim())}
        />
      </form>
      ${selectControl({
        id: 'group',
        label: t('people.filter.group'),
        value: this.query.get('group') ?? '',
        none: t('people.filter.group.all'),
        choices: plainGroups(),
        compact: true,
        onChange: (value) => this.#go('group', value),
      })}
      ${selectControl({
        id: 'state',
        label: t('people.filter.state'),
        value: this.query.get('state') ?? '',
        none: t('people.state.active'),
        choices: (['closed', 'all'] as const).map((value) => ({ value, text: t(`people.state.${value}`) })),
        compact: true,
        onChange: (value) => this.#go('state', value),
      })}
    </div>`;
  }

  #rows(): TemplateResult {
    const { value, problem } = this.#list;
    if (!value) return problem ? problemState(problem, () => this.#list.start()) : loadingState();
    if (this.#items.length === 0) return emptyState(t('people.none'), t('people.none.text'), nothing, 'person');
    return html`<div class="table-scroll" tabindex="0" role="group" aria-label=${t('people.list')}>
        <table class="table people">
          <thead>
            <tr>
              <th scope="col">${t('people.name')}</th>
              <th scope="col">${t('people.groups')}</th>
              <th scope="col">${t('people.contact')}</th>
              <th scope="col">${t('people.login')}</th>
            </tr>
          </thead>
          <tbody>
            ${this.#items.map((one) => this.#row(one))}
          </tbody>
        </table>
      </div>
      ${value.next ? html`<div>${busyButton({ text: t('act.more'), busy: this.#list.busy, onClick: () => void this.#more(value.next!) })}</div>` : nothing}`;
  }

  #row({ username, name, groups, email, phone, active, hasPassword }: PersonItem): TemplateResult {
    return html`<tr>
      <td>
        <a class="row-link" href="${path}?person=${encodeURIComponent(username)}">${name}</a>
        <span class="xs soft">${username}</span>
      </td>
      <td>${groups.map((group) => html`<span class="block">${roleName(group)}</span>`)}</td>
      <td class="s">${[email, phone].filter(Boolean).join(' · ')}</td>
      <td>
        ${active ? nothing : html`<span class="badge">${t('people.isClosed')}</span>`}
        ${active && !hasPassword ? html`<span class="soft s">${t('people.password.none')}</span>` : nothing}
      </td>
    </tr>`;
  }

  #contacts(): TemplateResult {
    const { value, problem } = this.#points;
    const wanting = value?.filter(({ leaders, officers }) => leaders.length !== 1 || officers.length !== 1) ?? [];
    const several = (people: FocalPoint['leaders']): TemplateResult =>
      html`${people.length === 1 ? nothing : html`<span class="badge ${people.length === 0 ? 'late' : 'soon'}">${t(people.length === 0 ? 'people.points.nobody' : 'people.points.several', { n: number(people.length) })}</span>`}
      ${people.slice(0, 5).map(
        (one) =>
          html`<span class="block"
            ><a href="${path}?person=${encodeURIComponent(one.username)}">${one.name}</a>
            ${one.standIn ? html`<span class="xs soft">${t('people.points.standIn', { name: one.standIn.name })}</span>` : nothing}</span
          >`,
      )}`;
    return html`<section class="stack" aria-labelledby="points">
      <h2 id="points">${t('people.points')}</h2>
      <p class="soft s read">${t('people.points.intro')}</p>
      ${
        value
          ? html`<p>${t(wanting.length ? 'people.points.wanting' : 'people.points.whole', { n: number(wanting.length), all: number(value.length) })}</p>
              <div class="table-scroll" tabindex="0" role="group" aria-label=${t('people.points')}>
                <table class="table points">
                  <thead>
                    <tr>
                      <th scope="col">${t('people.agency')}</th>
                      <th scope="col">${t('people.role.leader')}</th>
                      <th scope="col">${t('people.role.officer')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    ${value.map(
                      (one) =>
                        html`<tr>
                          <td>${inLanguage(one.name)}</td>
                          <td>${several(one.leaders)}</td>
                          <td>${several(one.officers)}</td>
                        </tr>`,
                    )}
                  </tbody>
                </table>
              </div>`
          : problem
            ? problemState(problem, () => this.#points.start())
            : loadingState()
      }
    </section>`;
  }
}
define('qn-people-page', PeoplePage);
