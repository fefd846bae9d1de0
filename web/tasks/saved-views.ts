/** The lists beside the list: built-in, the unit's, one's own, each with a live count; and the dialogs that keep them. */
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { unitsOf } from '../../domain/rights.ts';
import { Problem } from '../data/http.ts';
import { hasRight, knownSession } from '../data/session.ts';
import { listen } from '../data/stream.ts';
import { addView, changeView, listViews, removeView, type ViewItem, type ViewList } from '../data/views.ts';
import { confirmDialog, openDialog } from '../elements/dialog.ts';
import { checkField, textField } from '../elements/fields.ts';
import { icon } from '../elements/icons.ts';
import { problemText } from '../elements/states.ts';
import { throttle } from '../elements/throttle.ts';
import { toast } from '../elements/toasts.ts';
import { agencyName } from '../text/names.ts';
import { type TextKey, t } from '../text/text.ts';
import { number } from '../text/times.ts';
import { addressOf, type Filter, filterOfSaved, noFilter, sameList, savedOf, type View } from './views.ts';

/** Between counts while work comes in: a count may be this old, the list itself never is. */
const countMs = 1_500;

export class SavedViews implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #stops: (() => void)[] = [];
  #list: ViewList | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    const again = throttle(() => void this.read(), countMs);
    this.#stops = [listen('task', again), listen('reset', again)];
    void this.read();
  }

  hostDisconnected(): void {
    for (const stop of this.#stops) stop();
  }

  async read(): Promise<void> {
    try {
      this.#list = await listViews();
      this.#host.requestUpdate();
    } catch (cause) {
      // The list itself says what is wrong; counts that are old are shown no longer than the list is.
      if (!(cause instanceof Problem)) throw cause;
    }
  }

  /** All of them in the order shown: what `g` and a number goes by. */
  get all(): { filter: Filter; item: ViewItem | undefined; name: string }[] {
    const items = this.#list?.items ?? [];
    const builtIn = (['open', 'mine', 'unclaimed', 'overdue', 'completed'] as const).map((view) => ({
      filter: { ...noFilter, view },
      item: items.find((one) => one.id === view),
      name: t(`tasks.view.${view}` as TextKey),
    }));
    const saved = (kind: ViewItem['kind']) =>
      items
        .filter((one) => one.kind === kind)
        .map((item) => ({ filter: filterOfSaved(item.filter), item, name: item.name ?? '' }));
    return [...builtIn, ...saved('unit'), ...saved('own')];
  }

  /** Whether this very list is kept already. */
  knows(filter: Filter): boolean {
    return this.all.some((one) => sameList(one.filter, filter));
  }

  /** The name of a list: a built-in or saved one's, otherwise of the built-in one that it narrows down. */
  nameOf(filter: Filter): string {
    return this.all.find((one) => sameList(one.filter, filter))?.name ?? t(`tasks.view.${filter.view}` as TextKey);
  }

  /** Number, or `1.000+`; nothing where it isn't counted. `exact`: what the list itself knows. */
  static sayCount(item: ViewItem | undefined, exact?: number): string {
    if (exact !== undefined) return number(exact);
    if (!item || item.count === null) return '';
    return item.more ? t('tasks.count.more', { n: number(item.count) }) : number(item.count);
  }

  async save(filter: Filter): Promise<void> {
    const units = hasRight('view.share')
      ? unitsOf(knownSession()?.groups ?? []).filter((one) => one !== 'province')
      : [];
    const [unit] = units;
    const made = await askName({ title: t('tasks.save'), name: '', act: t('tasks.save.act'), ...(unit && { unit }) });
    if (!made) return;
    const shared = unit !== undefined && made.shared ? { unit } : {};
    await this.#do(
      () => addView({ name: made.name, filter: savedOf(filter), ...shared }),
      t('tasks.saved', { name: made.name }),
    );
  }

  /** Renames, moves or forgets a saved list. */
  async edit(item: ViewItem): Promise<void> {
    const siblings = this.all.flatMap((one) =>
      one.item?.kind === item.kind && one.item.unit === item.unit ? [one.item] : [],
    );
    const at = siblings.findIndex((one) => one.id === item.id);
    const made = await askName({
      title: t('tasks.view.edit'),
      name: item.name ?? '',
      act: t('tasks.save.act'),
      others: { up: at > 0, down: at < siblings.length - 1 },
    });
    if (!made) return;
    if (made.answer === 'remove') {
      const sure = {
        title: t('tasks.view.remove'),
        text: t('tasks.view.remove.text', { name: item.name ?? '' }),
        act: t('tasks.view.remove'),
      };
      if (await confirmDialog(sure)) await this.#do(() => removeView(item.id), t('tasks.view.removed'));
      return;
    }
    const move = { up: -1, down: 1 }[made.answer] ?? 0;
    const order = siblings.toSpliced(at, 1).toSpliced(at + move, 0, { ...item, name: made.name });
    await this.#do(
      async () => {
        for (const [n, one] of order.entries())
          if (one.order !== n || one.id === item.id) await changeView({ ...one, name: one.name ?? '', order: n });
      },
      t('tasks.saved', { name: made.name }),
    );
  }

  async #do(work: () => Promise<unknown>, done: string): Promise<void> {
    try {
      await work();
      toast(done);
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(problemText(cause).text);
    }
    await this.read();
  }

  /** The navigation. `exact`: how many rows the list that is shown has, once all of them are read. */
  draw(now: Filter, exact: number | undefined): TemplateResult {
    const part = (kind: string) => this.all.filter((one) => (one.item?.kind ?? 'built-in') === kind);
    const list = (kind: string) =>
      html`<ul class="views">
        ${part(kind).map((one) => {
          const here = sameList(one.filter, now);
          return html`<li>
            <a href=${addressOf(one.filter)} aria-current=${here ? 'true' : nothing}
              ><span class="view-name">${one.name}</span
              ><span class="view-count ${one.filter.view === 'overdue' && one.item?.count ? 'late' : ''}"
                >${SavedViews.sayCount(one.item, here ? exact : undefined)}</span
              ></a
            >
            ${
              one.item?.mayEdit
                ? html`<button
                    type="button"
                    class="button quiet icon small"
                    aria-label="${t('tasks.view.edit')}: ${one.name}"
                    @click=${() => void this.edit(one.item!)}
                  >
                    ${icon('more')}
                  </button>`
                : nothing
            }
          </li>`;
        })}
      </ul>`;
    const unit = part('unit')[0]?.item?.unit;
    return html`<nav class="view-nav" aria-label=${t('tasks.views')}>
      ${list('built-in')}
      ${unit ? html`<h2>${unit === 'ioc' ? t('tasks.views.ioc') : agencyName(unit.replace('agency:', ''))}</h2>${list('unit')}` : nothing}
      ${part('own').length ? html`<h2>${t('tasks.views.own')}</h2>${list('own')}` : nothing}
    </nav>`;
  }
}

interface Asked {
  title: string;
  name: string;
  act: string;
  /** A unit that it may be shared with. */
  unit?: string;
  /** Of one that is kept: where it may be moved, and that it may be forgotten. */
  others?: { up: boolean; down: boolean };
}

async function askName(asked: Asked): Promise<{ name: string; shared: boolean; answer: string } | null> {
  let { name } = asked;
  let shared = false;
  const answer = await openDialog({
    title: asked.title,
    body: html`<div
      class="stack"
      @keydown=${(event: KeyboardEvent) => {
        const target = event.target as HTMLElement;
        if (event.key === 'Enter' && target.id === 'view-name') {
          // Else the key would go on to the button that the focus comes back to.
          event.preventDefault();
          target.closest('dialog')?.querySelector<HTMLElement>('.button.primary')?.click();
        }
      }}
    >
      ${textField({
        id: 'view-name',
        label: t('tasks.view.name'),
        value: name,
        maxlength: 60,
        autocomplete: 'off',
        onInput: (value) => {
          name = value.trim();
        },
      })}
      ${
        asked.unit
          ? checkField({
              id: 'view-shared',
              label: t('tasks.view.shared'),
              hint: t('tasks.view.shared.hint'),
              checked: false,
              onChange: (checked) => {
                shared = checked;
              },
            })
          : nothing
      }
      ${asked.others ? html`<p class="s soft">${t('tasks.view.hint')}</p>` : nothing}
    </div>`,
    foot: (close) =>
      html`${
        asked.others
          ? html`<button type="button" class="button" @click=${() => close('remove')}>${t('tasks.view.remove')}</button>
                <button type="button" class="button" ?disabled=${!asked.others.up} @click=${() => close('up')}>
                  ${t('tasks.view.up')}
                </button>
                <button type="button" class="button" ?disabled=${!asked.others.down} @click=${() => close('down')}>
                  ${t('tasks.view.down')}
                </button>`
          : html`<button type="button" class="button" @click=${() => close()}>${t('act.cancel')}</button>`
      }
        <button type="button" class="button primary" @click=${() => close('save')}>${asked.act}</button>`,
  });
  return answer && (name || answer === 'remove') ? { name, shared, answer } : null;
}

export type { View };
