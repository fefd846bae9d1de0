/** One person: details, groups, log-in; closing the account says first which tasks go back to their groups. */
import { html, nothing, type TemplateResult } from 'lit';
import {
  addPerson,
  changePerson,
  makePasswordLink,
  type PasswordLink,
  type PersonDetail,
} from '../../data/accounts.ts';
import { Problem } from '../../data/http.ts';
import { confirmDialog } from '../../elements/dialog.ts';
import { errorSummary, focusSummary, textField } from '../../elements/fields.ts';
import { define, Light } from '../../elements/light.ts';
import { busyButton, notice, problemText } from '../../elements/states.ts';
import { toast } from '../../elements/toasts.ts';
import { t } from '../../text/text.ts';
import { fullTime } from '../../text/times.ts';
import { groupsField } from './groups.ts';
import './delegate-form.ts';

const fields = ['username', 'name', 'email', 'phone'] as const;
type Field = (typeof fields)[number];

export class PersonForm extends Light {
  static override properties = { person: { attribute: false } };
  /** Null: a new one. */
  person: PersonDetail | null = null;
  #values: Record<Field, string> = { username: '', name: '', email: '', phone: '' };
  #groups: string[] = [];
  #adding = { role: '', agency: '' };
  #errors: Partial<Record<Field | 'groups', string>> = {};
  #busy: 'save' | 'close' | 'link' | null = null;
  #link: PasswordLink | null = null;

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('person')) return;
    const { username = '', name = '', email = '', phone = '', groups = [] } = this.person ?? {};
    this.#values = { username, name, email, phone };
    this.#groups = [...groups];
    this.#errors = {};
    this.#link = null;
  }

  #check(): Partial<Record<Field | 'groups', string>> {
    const { username, name, email } = this.#values;
    return {
      ...(!this.person && !/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(username) && { username: t('people.need.username') }),
      ...(!name.trim() && { name: t('people.need.name') }),
      ...(email && !/^\S+@\S+\.\S+$/.test(email) && { email: t('people.need.email') }),
    };
  }

  async #act(what: 'save' | 'close' | 'link', work: () => Promise<void>): Promise<void> {
    if (this.#busy) return;
    this.#busy = what;
    this.requestUpdate();
    try {
      await work();
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      this.#errors = this.#refused(cause);
      if (Object.keys(this.#errors).length === 0)
        toast(cause.status === 412 ? t('people.stale') : cause.message || problemText(cause).text);
      else await this.#point();
    } finally {
      this.#busy = null;
      this.requestUpdate();
    }
  }

  #refused(cause: Problem): Partial<Record<Field | 'groups', string>> {
    const wrong = Object.keys(cause.fieldErrors());
    const texts = {
      username: t('people.need.free'),
      name: t('people.need.name'),
      email: t('people.need.email'),
      phone: t('people.need.phone'),
      groups: t('people.need.groups'),
    };
    return Object.fromEntries(
      Object.entries(texts).filter(([name]) => wrong.some((one) => one === name || one.startsWith(`${name}/`))),
    );
  }

  async #point(): Promise<void> {
    this.requestUpdate();
    await focusSummary(this);
  }

  #details(): { name: string; email?: string; phone?: string; groups: string[] } {
    const { name, email, phone } = this.#values;
    return { name, ...(email && { email }), ...(phone && { phone }), groups: this.#groups };
  }

  #tell(username: string): void {
    this.dispatchEvent(new CustomEvent('qn-person', { detail: username, bubbles: true }));
  }

  async #save(event: Event): Promise<void> {
    event.preventDefault();
    this.#errors = this.#check();
    if (Object.keys(this.#errors).length > 0) return this.#point();
    await this.#act('save', async () => {
      const { person } = this;
      const { username } = this.#values;
      if (person) {
        this.person = await changePerson(person.username, person.version, {
          ...this.#details(),
          active: person.active,
        });
        toast(t('people.saved'));
      } else {
        await addPerson({ username, ...this.#details() });
        toast(t('people.added'));
      }
      this.#tell(username);
    });
  }

  async #close(person: PersonDetail): Promise<void> {
    const text = t(person.active ? 'people.close.text' : 'people.open.text', {
      name: person.name,
      n: person.holds.length,
    });
    const act = t(person.active ? 'people.close' : 'people.open');
    if (!(await confirmDialog({ title: act, text, act }))) return;
    await this.#act('close', async () => {
      const { name, email, phone, groups } = person;
      const kept = { name, ...(email && { email }), ...(phone && { phone }), groups };
      this.person = await changePerson(person.username, person.version, { ...kept, active: !person.active });
      toast(t(person.active ? 'people.closed' : 'people.opened'));
      this.#tell(person.username);
    });
  }

  override render() {
    const { person } = this;
    const errors = [...fields, 'groups' as const].flatMap((name) =>
      this.#errors[name] ? [{ field: name, text: this.#errors[name]! }] : [],
    );
    return html`<section class="card stack" aria-labelledby="person">
      <h2 id="person" tabindex="-1">${person ? person.name : t('people.add')}</h2>
      ${person && !person.active ? notice('soon', t('people.isClosed')) : nothing}
      <form class="stack" novalidate @submit=${(event: Event) => void this.#save(event)}>
        ${errorSummary(errors)} ${person ? html`<p class="soft s">${t('people.username')}: <code>${person.username}</code></p>` : this.#text('username')}
        ${this.#text('name')} ${this.#text('email')} ${this.#text('phone')}
        ${groupsField({
          groups: this.#groups,
          ...this.#adding,
          error: this.#errors.groups,
          onRole: (role) => {
            this.#adding = { ...this.#adding, role };
            this.requestUpdate();
          },
          onAgency: (agency) => {
            this.#adding = { ...this.#adding, agency };
            this.requestUpdate();
          },
          onChange: (groups) => {
            this.#groups = groups;
            this.#adding = { role: '', agency: '' };
            this.requestUpdate();
          },
        })}
        <div class="row">
          ${busyButton({ text: t('people.save'), busy: this.#busy === 'save', kind: 'primary', type: 'submit' })}
          <a class="button quiet" href="/admin/people">${t('act.close')}</a>
        </div>
      </form>
      ${person ? this.#more(person) : nothing}
    </section>`;
  }

  #text(name: Field): TemplateResult {
    const types = { username: 'text', name: 'text', email: 'email', phone: 'tel' } as const;
    const hint = name === 'username' ? t('people.username.hint') : '';
    return textField({
      id: name,
      label: t(`people.${name}`),
      ...(hint && { hint }),
      error: this.#errors[name],
      value: this.#values[name],
      type: types[name],
      optional: name === 'email' || name === 'phone',
      maxlength: 120,
      autocomplete: 'off',
      onInput: (value) => {
        this.#values[name] = value;
      },
    });
  }

  #more(person: PersonDetail): TemplateResult {
    return html`<h3>${t('people.holds')}</h3>
      ${
        person.holds.length === 0
          ? html`<p class="soft s">${t('people.holds.none')}</p>`
          : html`<ul class="stack tight">
              ${person.holds.map((one) => html`<li>${one.name} · <span class="code">${one.reportCode}</span></li>`)}
            </ul>`
      }
      <h3>${t('people.login')}</h3>
      <p class="s">${t(person.hasPassword ? 'people.password.set' : 'people.password.none')} ${t('people.sessions', { n: person.sessions })}</p>
      ${this.#link ? this.#linkMade(this.#link) : nothing}
      <div class="row">
        ${
          person.active
            ? busyButton({
                text: t('people.link'),
                busy: this.#busy === 'link',
                onClick: () =>
                  void this.#act('link', async () => {
                    this.#link = await makePasswordLink(person.username);
                  }),
              })
            : nothing
        }
        ${busyButton({ text: t(person.active ? 'people.close' : 'people.open'), busy: this.#busy === 'close', onClick: () => void this.#close(person) })}
      </div>
      ${person.active ? html`<qn-delegate-form .absent=${person.username}></qn-delegate-form>` : nothing}`;
  }

  #linkMade({ sent, link, until }: PasswordLink): TemplateResult {
    const ends = t('people.link.until', { at: fullTime(until) });
    if (sent || !link) return notice('done', t('people.link.sent'), ends, 'status');
    return notice(
      'info',
      t('people.link.shown'),
      html`<p><code class="people-link">${link}</code></p>
        <p class="s">${ends}</p>
        <div>
          <button
            type="button"
            class="button small"
            @click=${() => void navigator.clipboard.writeText(link).then(() => toast(t('people.link.copied')))}
          >
            ${t('people.link.copy')}
          </button>
        </div>`,
      'status',
    );
  }
}
define('qn-person-form', PersonForm);
