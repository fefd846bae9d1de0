/** `/admin/disclosures`: a sender's details for a competent authority (article 13.7), shown once and on record. */
import { html, nothing, type TemplateResult } from 'lit';
import { Problem } from '../../data/http.ts';
import { type Disclosure, type DisclosureRecord, listDisclosures, makeDisclosure } from '../../data/keeping.ts';
import { hasRight } from '../../data/session.ts';
import { confirmDialog } from '../../elements/dialog.ts';
import { areaField, errorSummary, focusSummary, textField } from '../../elements/fields.ts';
import { define, Page } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { busyButton, emptyState, loadingState, notice, problemState, problemText } from '../../elements/states.ts';
import { toast } from '../../elements/toasts.ts';
import { t } from '../../text/text.ts';
import { fullTime } from '../../text/times.ts';
import { adminFrame } from '../frame.ts';

type Told = Disclosure & { reportCode: string };

const fields = ['reportCode', 'authority', 'ground', 'document'] as const;
type Field = (typeof fields)[number];
const nothingYet = (): Record<Field, string> => ({ reportCode: '', authority: '', ground: '', document: '' });

export class DisclosuresPage extends Page {
  #values = nothingYet();
  #errors: Partial<Record<Field, string>> = {};
  #busy = false;
  /** What was told just now; forgotten when the page is left. */
  #told: Told | null = null;
  #earlier: DisclosureRecord[] = [];
  #next: string | null = null;
  readonly #first = new Loading<{ items: DisclosureRecord[]; next: string | null }>(this, (signal) =>
    listDisclosures(undefined, signal),
  );

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#told = null;
  }

  async #read(): Promise<void> {
    if (!hasRight('disclosure.see')) return;
    await this.#first.again();
    if (!this.#first.value) return;
    this.#earlier = this.#first.value.items;
    this.#next = this.#first.value.next;
    this.requestUpdate();
  }

  async #more(): Promise<void> {
    const { items, next } = await listDisclosures(this.#next ?? undefined);
    this.#earlier = [...this.#earlier, ...items];
    this.#next = next;
    this.requestUpdate();
  }

  async #send(event: Event): Promise<void> {
    event.preventDefault();
    if (this.#busy) return;
    const { reportCode, authority, ground, document } = this.#values;
    this.#errors = {
      ...(!reportCode.trim() && { reportCode: t('admin.disclosures.need.code') }),
      ...(!authority.trim() && { authority: t('admin.disclosures.need.authority') }),
      ...(!ground.trim() && { ground: t('admin.disclosures.need.ground') }),
    };
    if (Object.keys(this.#errors).length > 0) return this.#point();
    const sure = await confirmDialog({
      title: t('admin.disclosures.sure', { code: reportCode.trim() }),
      text: t('admin.disclosures.sure.text', { authority: authority.trim() }),
      act: t('admin.disclosures.act'),
    });
    if (!sure) return;
    this.#busy = true;
    this.requestUpdate();
    try {
      const given = document.trim() ? { document } : {};
      const told = await makeDisclosure({ reportCode: reportCode.trim(), authority, ground, ...given });
      this.#told = { ...told, reportCode: reportCode.trim() };
      this.#values = nothingYet();
      await this.#read();
      await this.updateComplete;
      this.querySelector<HTMLElement>('#told')?.focus();
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      await this.#refused(cause);
    } finally {
      this.#busy = false;
      this.requestUpdate();
    }
  }

  async #refused(problem: Problem): Promise<void> {
    if (problem.status === 404) this.#errors = { reportCode: t('admin.disclosures.unknown') };
    else if (problem.status === 410) this.#errors = { reportCode: t('admin.disclosures.erased') };
    else if (problem.status === 400) this.#errors = { reportCode: t('admin.disclosures.need.code') };
    else {
      toast(problemText(problem).text);
      return;
    }
    await this.#point();
  }

  async #point(): Promise<void> {
    this.requestUpdate();
    await focusSummary(this);
  }

  async #copy({ reportCode, sender }: Told): Promise<void> {
    const lines = [reportCode, sender.name, sender.phone, sender.email, sender.address].filter(Boolean);
    await navigator.clipboard.writeText(lines.join('\n')).then(
      () => toast(t('admin.disclosures.copied')),
      () => toast(t('admin.disclosures.notCopied')),
    );
  }

  override render() {
    return adminFrame(
      '/admin/disclosures',
      'admin.disclosures',
      html`<p class="soft read">${t('admin.disclosures.intro')}</p>
        ${this.#told ? this.#shown(this.#told) : this.#form()} ${hasRight('disclosure.see') ? this.#list() : nothing}`,
    );
  }

  #shown(told: Told): TemplateResult {
    const { sender, reportCode } = told;
    return html`<section class="card stack" aria-labelledby="told">
      <h2 id="told" tabindex="-1">${t('admin.disclosures.told', { code: reportCode })}</h2>
      ${notice('soon', t('admin.disclosures.once'), t('admin.disclosures.once.text'))}
      <dl class="facts">
        <dt>${t('task.name')}</dt>
        <dd>${sender.name}</dd>
        <dt>${t('task.phone')}</dt>
        <dd>${sender.phone}</dd>
        ${sender.email ? html`<dt>${t('task.email')}</dt><dd>${sender.email}</dd>` : nothing}
        ${sender.address ? html`<dt>${t('task.address')}</dt><dd>${sender.address}</dd>` : nothing}
      </dl>
      <div class="row">
        <button type="button" class="button primary" @click=${() => void this.#copy(told)}>
          ${t('admin.disclosures.copy')}
        </button>
        <button
          type="button"
          class="button"
          @click=${() => {
            this.#told = null;
            this.requestUpdate();
          }}
        >
          ${t('admin.disclosures.hide')}
        </button>
      </div>
    </section>`;
  }

  #form(): TemplateResult {
    const set = (name: Field) => (value: string) => {
      this.#values[name] = value;
    };
    const errors = fields.flatMap((name) => (this.#errors[name] ? [{ field: name, text: this.#errors[name]! }] : []));
    const common = (name: Field) => ({
      id: name,
      error: this.#errors[name],
      value: this.#values[name],
      onInput: set(name),
    });
    return html`<section class="card stack" aria-labelledby="new-disclosure">
      <h2 id="new-disclosure">${t('admin.disclosures.new')}</h2>
      <form class="stack read" novalidate @submit=${(event: Event) => void this.#send(event)}>
        ${errorSummary(errors)}
        ${textField({ ...common('reportCode'), label: t('admin.disclosures.code'), maxlength: 40, short: true, autocomplete: 'off' })}
        ${textField({ ...common('authority'), label: t('admin.disclosures.authority'), maxlength: 300, autocomplete: 'off' })}
        ${areaField({ ...common('ground'), label: t('admin.disclosures.ground'), hint: t('admin.disclosures.ground.hint'), maxlength: 2_000, rows: 3 })}
        ${textField({ ...common('document'), label: t('admin.disclosures.document'), hint: t('admin.disclosures.document.hint'), optional: true, maxlength: 200, autocomplete: 'off' })}
        <div>${busyButton({ text: t('admin.disclosures.act'), busy: this.#busy, kind: 'primary', type: 'submit' })}</div>
      </form>
    </section>`;
  }

  #list(): TemplateResult {
    const { value, problem } = this.#first;
    return html`<section class="stack" aria-labelledby="earlier">
      <h2 id="earlier">${t('admin.disclosures.earlier')}</h2>
      ${
        !value
          ? problem
            ? problemState(problem, () => void this.#read())
            : loadingState()
          : this.#earlier.length === 0
            ? emptyState(t('admin.disclosures.none'), t('admin.disclosures.none.text'))
            : html`<ul class="plain stack">
                ${this.#earlier.map((one) => this.#line(one))}
              </ul>`
      }
      ${this.#next ? html`<div><button type="button" class="button" @click=${() => void this.#more()}>${t('admin.disclosures.further')}</button></div>` : nothing}
    </section>`;
  }

  #line(one: DisclosureRecord): TemplateResult {
    return html`<li class="card stack tight">
      <div class="row spread">
        <strong class="code">${one.reportCode}</strong>
        <time class="s soft" datetime=${one.at}>${fullTime(one.at)}</time>
      </div>
      <dl class="facts">
        <dt>${t('admin.disclosures.authority')}</dt>
        <dd lang="vi">${one.authority}</dd>
        <dt>${t('admin.disclosures.ground')}</dt>
        <dd lang="vi" class="pre">${one.ground}</dd>
        ${one.document ? html`<dt>${t('admin.disclosures.document')}</dt><dd lang="vi">${one.document}</dd>` : nothing}
        <dt>${t('admin.disclosures.by')}</dt>
        <dd>${one.byName}</dd>
      </dl>
    </li>`;
  }
}
define('qn-disclosures-page', DisclosuresPage);
