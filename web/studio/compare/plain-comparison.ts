/** Two versions of a table or of a form, in words: which rule or field came, went, or says something else. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import '../../elements/table.css';
import { icon } from '../../elements/icons.ts';
import { define, Light } from '../../elements/light.ts';
import { emptyState, loadingState, notice } from '../../elements/states.ts';
import { t } from '../../text/text.ts';
import { kindOfFile } from '../edit/files.ts';
import { formChanges } from './form-changes.ts';
import { signs } from './signs.ts';
import { tableChanges } from './table-changes.ts';
import { pathText } from './words.ts';

/** A change as it is shown: of what, and which parts of it. */
interface Line {
  change: 'added' | 'removed' | 'changed' | 'moved';
  what: string;
  parts: { name: string; before: string; after: string }[];
}

export class PlainComparison extends Light {
  static override properties = { name: {}, earlier: { attribute: false }, later: { attribute: false } };
  name = '';
  earlier = '';
  later = '';
  #lines: Line[] | null = null;
  #failed = '';

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('earlier') || changed.has('later')) void this.#compare();
  }

  async #compare(): Promise<void> {
    const [before, after] = [this.earlier, this.later];
    try {
      const lines = kindOfFile(this.name) === 'dmn' ? await tableLines(before, after) : formLines(before, after);
      if (before !== this.earlier || after !== this.later) return;
      this.#lines = lines;
      this.#failed = '';
    } catch (cause) {
      this.#failed = (cause as Error).message;
    }
    this.requestUpdate();
  }

  protected override render() {
    if (this.#failed) return notice('late', t('studio.compare.failed'), this.#failed, 'alert');
    if (!this.#lines) return loadingState();
    if (this.#lines.length === 0)
      return emptyState(t('studio.compare.written'), t('studio.compare.written.text'), nothing, 'check');
    return html`<p class="s soft" role="status">${t('studio.compare.count', { n: this.#lines.length })}</p>
      <ul class="changes-list">
        ${this.#lines.map((line) => this.#line(line))}
      </ul>`;
  }

  #line({ change, what, parts }: Line): TemplateResult {
    return html`<li>
      <div class="row">
        <b class="compare-sign ${change}" aria-hidden="true">${signs[change]}</b>
        <span class="grow"><strong>${what}</strong> <span class="s soft">· ${t(`studio.compare.${change}`)}</span></span>
      </div>
      <ul class="facets s">
        ${parts.map(
          ({ name, before, after }) =>
            html`<li>
              ${name ? `${name}: ` : nothing}${change === 'added' ? nothing : html`<del>${before || '–'}</del>`}
              ${change === 'changed' ? icon('chevronRight') : nothing} ${change === 'removed' ? nothing : html`<ins>${after || '–'}</ins>`}
            </li>`,
        )}
      </ul>
    </li>`;
  }
}
define('qn-plain-comparison', PlainComparison);

async function tableLines(before: string, after: string): Promise<Line[]> {
  return (await tableChanges(before || emptyTable, after || emptyTable)).map(({ decision, change, row, cells }) => ({
    change,
    what: row === null ? decision : t('studio.compare.row', { n: row, table: decision }),
    parts: cells.map((cell) => ({
      ...cell,
      name: cell.column === 'hitPolicy' ? t('studio.compare.hitPolicy') : cell.column,
    })),
  }));
}

const formLines = (before: string, after: string): Line[] =>
  formChanges(before || '{}', after || '{}').map(({ change, field, facets }) => ({
    change,
    what: field,
    parts: facets.map((facet) => ({ ...facet, name: pathText(facet.path) })),
  }));

/** What a file that is not there on one side is compared with. */
const emptyTable =
  '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="none" name="none" namespace="none" />';
