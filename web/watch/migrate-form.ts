/** Migrates a running instance to another version, with a reason; what hinders it is said by name. */
import { html } from 'lit';
import { migrateInstance, type RunningVersion, readVersions } from '../data/history.ts';
import type { Problem } from '../data/http.ts';
import { selectField } from '../elements/fields.ts';
import { define } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { loadingState, problemState } from '../elements/states.ts';
import { t } from '../text/text.ts';
import { ActForm } from './act-form.ts';

export class MigrateForm extends ActForm {
  #to = '';
  readonly #versions = new Loading<RunningVersion[]>(this, () => readVersions());

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#versions.start();
  }

  protected get deed(): string {
    return t('watch.act.migrate.do');
  }
  protected get done(): string {
    return t('watch.act.done.migrated');
  }
  protected override missing(): string {
    return this.#to ? '' : t('watch.act.need');
  }
  protected act(reason: string): Promise<void> {
    return migrateInstance(this.subject.instance.key, { to: this.#to, reason });
  }
  protected override said(problem: Problem): string {
    const hindered = (problem.shape.errors ?? []).flatMap(
      ({ pointer }) => /^\/mapping\/(.+)$/.exec(pointer)?.[1] ?? [],
    );
    if (hindered.length === 0) return super.said(problem);
    const nameOf = (id: string) => this.subject.history.steps.find((step) => step.elementId === id)?.name ?? id;
    return t('watch.act.migrate.hindered', { what: hindered.map(nameOf).join(', ') });
  }
  protected body() {
    const { value, problem } = this.#versions;
    if (!value) return problem ? problemState(problem, () => this.#versions.start()) : loadingState();
    const others = value.filter(({ definitionKey }) => definitionKey !== this.subject.instance.definitionKey);
    if (others.length === 0) return html`<p>${t('watch.act.migrate.none')}</p>`;
    return html`<p>${t('watch.act.migrate.text')}</p>
      ${selectField({
        id: 'migrate-to',
        label: t('watch.act.migrate.to'),
        value: this.#to,
        none: t('watch.act.move.none'),
        choices: others.map(({ definitionKey, version, inForce }) => ({
          value: definitionKey,
          text: t(inForce ? 'watch.act.migrate.inForce' : 'watch.act.migrate.version', { n: version }),
        })),
        onChange: (to) => {
          this.#to = to;
          this.requestUpdate();
        },
      })}`;
  }
}
define('qn-migrate-form', MigrateForm);
