/**
 * One report taken through the draft by hand, on the engine itself: what is filled in is what an officer would fill in,
 * time moves from timer to timer, and the last step can be taken back. Nothing of it is kept or reaches anybody.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { Problem } from '../../data/http.ts';
import type { ModelDetail } from '../../data/models.ts';
import { type TryStep, type TryView, tryDraft } from '../../data/try-run.ts';
import type { FormView } from '../../elements/form-view.ts';
import { groupName } from '../../elements/group-name.ts';
import { icon } from '../../elements/icons.ts';
import { define, Light } from '../../elements/light.ts';
import { emptyState, loadingState, notice, problemText } from '../../elements/states.ts';
import { agencyChoices, districtChoices, fieldChoices } from '../../text/names.ts';
import { type TextKey, t } from '../../text/text.ts';
import { fullTime, shortTime } from '../../text/times.ts';
import { type DraftFacts, factsOf } from '../draft-facts.ts';
import '../../elements/diagram-view.ts';
import '../../elements/form-view.ts';
import './try.css';

type Task = TryView['tasks'][number];
type Refusal = { code: string; said: string; step: number | null };

/** A Monday at eight, so that the hours that pass are easy to follow. */
const usualStart = '2026-03-02T08:00:00+07:00';
const hour = 60;

export class TryTab extends Light {
  static override properties = { model: { attribute: false }, query: { attribute: false } };
  declare model: ModelDetail;
  query = new URLSearchParams();
  #steps: TryStep[] = [];
  #confidential = false;
  #state: TryView | null = null;
  #refusal: Refusal | null = null;
  #problem: Problem | null = null;
  #busy = false;
  #open: string | null = null;
  #facts: DraftFacts | null = null;
  #files: ModelDetail['files'] | null = null;
  #turn = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) void this.#run();
  }

  protected override willUpdate(): void {
    if (!this.model || this.model.files === this.#files) return;
    this.#files = this.model.files;
    this.#facts = factsOf(this.model.files);
    // The draft has changed: the same run on the new one.
    void this.#run();
  }

  async #run(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#busy = true;
    this.requestUpdate();
    const { files } = this.model;
    try {
      const body = { files, steps: this.#steps, startAt: usualStart, confidential: this.#confidential };
      const answer = await tryDraft(body);
      if (turn !== this.#turn) return;
      this.#problem = null;
      this.#refusal = 'refusal' in answer ? answer.refusal : null;
      if ('state' in answer) this.#state = answer.state;
      this.#open = this.#state?.tasks.length === 1 ? this.#state.tasks[0]!.key : null;
    } catch (cause) {
      if (turn !== this.#turn) return;
      if (!(cause instanceof Problem)) throw cause;
      this.#problem = cause;
    }
    this.#busy = false;
    this.requestUpdate();
  }

  async #do(step: TryStep): Promise<void> {
    if (this.#busy) return;
    this.#steps = [...this.#steps, step];
    await this.#run();
    this.querySelector<HTMLElement>('#try-now')?.focus();
  }

  #back(): void {
    this.#steps = this.#steps.slice(0, -1);
    void this.#run();
  }

  #again(): void {
    this.#steps = [];
    void this.#run();
  }

  #complete(task: Task, form: FormView | null): void {
    const { data, problems } = form?.submit() ?? { data: {}, problems: [] };
    // What is missing stands at the fields by now.
    if (problems.length === 0) void this.#do({ is: 'task', taskKey: task.key, values: data as never });
  }

  override render() {
    if (!this.model) return nothing;
    return html`<div class="try" aria-busy=${this.#busy}>
      <div class="stack tight">
        ${this.#bar()} ${this.#trouble()}
        ${
          this.#state && this.#facts
            ? html`<qn-diagram
                .xml=${this.#facts.xml}
                .counts=${this.#counts(this.#state)}
                .passed=${this.#passed(this.#state)}
                .focusOn=${this.#state.tasks[0]?.elementId ?? ''}
                .label=${t('studio.try.diagram')}
              ></qn-diagram>`
            : this.#refusal || this.#problem
              ? nothing
              : loadingState(t('studio.try.running'))
        }
      </div>
      ${this.#state ? this.#side(this.#state) : nothing}
    </div>`;
  }

  #bar(): TemplateResult {
    const none = this.#steps.length === 0;
    return html`<div class="row spread">
      <p class="soft s">${t('studio.try.intro')}</p>
      <div class="row">
        <label class="tick">
          <input
            type="checkbox"
            .checked=${this.#confidential}
            @change=${(event: Event) => {
              this.#confidential = (event.target as HTMLInputElement).checked;
              this.#again();
            }}
          />
          ${t('studio.try.confidential')}
        </label>
        <button type="button" class="button" ?disabled=${none} @click=${() => this.#back()}>
          ${icon('chevronLeft')}${t('studio.try.back')}
        </button>
        <button type="button" class="button" ?disabled=${none} @click=${() => this.#again()}>
          ${icon('refresh')}${t('studio.try.again')}
        </button>
      </div>
    </div>`;
  }

  #trouble(): TemplateResult | typeof nothing {
    if (this.#problem) {
      const { title, text } = problemText(this.#problem);
      return notice('late', title, text, 'alert');
    }
    if (!this.#refusal) return nothing;
    const { code, said } = this.#refusal;
    const title = t(
      code === 'step'
        ? 'studio.try.refused.step'
        : code === 'endless'
          ? 'studio.try.refused.endless'
          : 'studio.try.refused.deployment',
    );
    return notice('late', title, html`${said ? html`<code class="s try-said">${said}</code>` : nothing}`, 'alert');
  }

  #counts({ standing, happenings, tasks, now }: TryView) {
    const late = new Set(tasks.filter(({ dueAt }) => dueAt !== null && dueAt < now).map(({ elementId }) => elementId));
    const stuck = new Set(happenings.filter(({ what }) => what === 'incident').map(({ elementId }) => elementId));
    return Object.fromEntries(
      Object.entries(standing).map(([id, tokens]) => [
        id,
        { tokens, incidents: stuck.has(id) ? 1 : 0, overdue: late.has(id) ? 1 : 0 },
      ]),
    );
  }

  #passed({ happenings }: TryView): string[] {
    return [...new Set(happenings.filter(({ what }) => what === 'left').map(({ elementId }) => elementId))];
  }

  #side(state: TryView): TemplateResult {
    return html`<div class="stack">
      <section class="stack tight" aria-labelledby="try-now">
        <h2 id="try-now" tabindex="-1">${t('studio.try.now', { at: fullTime(state.now) })}</h2>
        ${state.ended ? emptyState(t('studio.try.ended'), '', nothing, 'check') : this.#tasks(state.tasks)}
      </section>
      ${state.ended ? nothing : html`${this.#sender(state)} ${this.#time(state)}`} ${this.#story(state)}
      <details>
        <summary>${t('studio.try.variables')}</summary>
        <dl class="facts variables">
          ${Object.entries(state.variables).map(
            ([name, value]) => html`<dt class="mono">${name}</dt><dd class="mono">${JSON.stringify(value)}</dd>`,
          )}
        </dl>
      </details>
    </div>`;
  }

  #tasks(tasks: readonly Task[]): TemplateResult {
    if (tasks.length === 0) return html`<p class="soft">${t('studio.try.noTask')}</p>`;
    return html`${tasks.map((task) => this.#task(task))}`;
  }

  #task(task: Task): TemplateResult {
    const form = this.#facts?.formOf(task.elementId);
    const open = this.#open === task.key;
    return html`<div class="card stack tight">
      <div class="row spread">
        <div>
          <strong>${this.#facts?.nameOf(task.elementId)}</strong>
          <p class="s soft">
            ${groupName(task.group)}${task.dueAt ? html` · ${t('studio.try.due', { at: shortTime(task.dueAt) })}` : nothing}
          </p>
        </div>
        ${
          open
            ? nothing
            : html`<button
                type="button"
                class="button"
                @click=${() => {
                  this.#open = task.key;
                  this.requestUpdate();
                }}
              >
                ${t('studio.try.open')}
              </button>`
        }
      </div>
      ${open ? this.#form(task, form ?? null) : nothing}
    </div>`;
  }

  #form(task: Task, form: ReturnType<DraftFacts['formOf']>): TemplateResult {
    return html`${
      form
        ? html`<qn-form .schema=${form} .data=${this.#begin(task)} data-task=${task.key}></qn-form>`
        : html`<p class="soft s">${t('studio.try.noForm')}</p>`
    }
      <div class="row">
        <button
          type="button"
          class="button primary"
          aria-disabled=${this.#busy}
          @click=${() => this.#complete(task, this.querySelector<FormView>(`qn-form[data-task="${task.key}"]`))}
        >
          ${t('studio.try.complete')}
        </button>
      </div>`;
  }

  readonly #beginnings = new Map<string, Record<string, unknown>>();

  /** What the form starts with, as an officer's does: choices, and what the table has proposed. Kept, so that a redraw keeps what is typed. */
  #begin({ key }: Task): Record<string, unknown> {
    const known = this.#beginnings.get(key);
    if (known) return known;
    const { proposedAgencies, district, extensionDays } = this.#state?.variables ?? {};
    const proposed = Array.isArray(proposedAgencies) ? proposedAgencies[0] : undefined;
    const choices = (list: { value: string; text: string }[]) =>
      list.map(({ value, text }) => ({ value, label: text }));
    const made = {
      agencies: choices(agencyChoices()),
      districts: choices(districtChoices()),
      fields: choices(fieldChoices()),
      confidential: this.#confidential,
      ...(proposed === undefined ? {} : { leadAgency: proposed }),
      ...(district ? { district } : {}),
      ...(typeof extensionDays === 'number' && extensionDays > 0 ? { days: extensionDays } : {}),
    };
    this.#beginnings.set(key, made);
    return made;
  }

  /** What the sender can do now. */
  #sender({ waitsFor }: TryView): TemplateResult | typeof nothing {
    const acts: [TextKey, string, Record<string, unknown>][] = [
      ['studio.try.supplement', 'supplement', {}],
      ['studio.try.rate', 'feedback', { rating: 'satisfied', hasComment: false }],
      ['studio.try.comment', 'feedback', { rating: 'unsatisfied', hasComment: true }],
      ['studio.try.withdraw', 'withdrawal', {}],
    ];
    const now = acts.filter(([, name]) => waitsFor.includes(name));
    if (now.length === 0) return nothing;
    return html`<section class="stack tight" aria-labelledby="try-sender">
      <h2 id="try-sender">${t('studio.try.sender')}</h2>
      <div class="row">
        ${now.map(
          ([text, name, codes]) =>
            html`<button
              type="button"
              class="button"
              @click=${() => this.#do({ is: 'message', name: name as 'feedback', codes: codes as never })}
            >
              ${t(text)}
            </button>`,
        )}
      </div>
    </section>`;
  }

  #time({ nextTimer }: TryView): TemplateResult {
    const wait = (text: TextKey, minutes: number) =>
      html`<button type="button" class="button" @click=${() => this.#do({ is: 'wait', minutes })}>${t(text)}</button>`;
    return html`<section class="stack tight" aria-labelledby="try-time">
      <h2 id="try-time">${t('studio.try.time')}</h2>
      <div class="row">
        ${
          nextTimer
            ? html`<button type="button" class="button" @click=${() => this.#do({ is: 'next-timer' })}>
                ${icon('clock')}${t('studio.try.nextTimer', { at: shortTime(nextTimer) })}
              </button>`
            : nothing
        }
        ${wait('studio.try.hour', hour)} ${wait('studio.try.day', 24 * hour)}
      </div>
    </section>`;
  }

  /** What happened, the newest step's lines marked. */
  #story({ happenings, newSince }: TryView): TemplateResult {
    const told = happenings.flatMap((one, n) => (one.what === 'left' ? [] : [{ ...one, fresh: n >= newSince }]));
    return html`<section class="stack tight" aria-labelledby="try-story">
      <h2 id="try-story">${t('studio.try.story')}</h2>
      <ol class="try-story" tabindex="0" aria-labelledby="try-story">
        ${told.toReversed().map(
          ({ at, what, elementId, detail, fresh }) =>
            html`<li class=${fresh ? 'fresh' : ''}>
              <span class="xs soft nowrap">${shortTime(at)}</span>
              <span class="s ${what === 'incident' ? 'incident' : ''}">
                ${t(`studio.try.what.${what}` as TextKey, { name: this.#facts?.nameOf(elementId) ?? elementId, detail: detail ?? '' })}
              </span>
            </li>`,
        )}
      </ol>
    </section>`;
  }
}
define('qn-try-tab', TryTab);
