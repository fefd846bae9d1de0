/** Groups as administrators give them: a role, of an agency where it is an agency's. */
import { html, nothing, type TemplateResult } from 'lit';
import { roleOf } from '../../../domain/rights.ts';
import { selectField } from '../../elements/fields.ts';
import { groupName } from '../../elements/group-name.ts';
import { agencyChoices } from '../../text/names.ts';
import { t } from '../../text/text.ts';

const plain = ['ioc-intake', 'ioc-duty', 'province', 'admin', 'watch', 'analyst', 'leader-province'] as const;

export function roleName(group: string): string {
  if (roleOf(group)?.agency) return groupName(group);
  return (plain as readonly string[]).includes(group) ? t(`people.role.${group as (typeof plain)[number]}`) : group;
}

/** For a filter: the groups that belong to no agency. */
export const plainGroups = (): { value: string; text: string }[] =>
  plain.map((value) => ({ value, text: roleName(value) }));

export interface GroupsOptions {
  groups: readonly string[];
  /** What is chosen to be added, before it is. */
  role: string;
  agency: string;
  error?: string | undefined;
  onRole(role: string): void;
  onAgency(agency: string): void;
  onChange(groups: string[]): void;
}

export function groupsField(options: GroupsOptions): TemplateResult {
  const { groups, role, agency, onChange } = options;
  const ofAgency = role === 'officer' || role === 'leader';
  const wanted = ofAgency ? (agency ? `agency:${agency}:${role}` : '') : role;
  return html`<fieldset class="stack tight people-groups" id="groups" tabindex="-1">
    <legend>${t('people.groups')}</legend>
    ${options.error ? html`<p class="error-text">${options.error}</p>` : nothing}
    ${
      groups.length === 0
        ? html`<p class="soft s">${t('people.groups.none')}</p>`
        : html`<ul class="plain stack tight">
            ${groups.map(
              (group) =>
                html`<li class="row spread">
                  <span>${roleName(group)}</span>
                  <button
                    type="button"
                    class="button small"
                    aria-label=${t('people.groups.removeOne', { group: roleName(group) })}
                    @click=${() => onChange(groups.filter((one) => one !== group))}
                  >
                    ${t('people.groups.remove')}
                  </button>
                </li>`,
            )}
          </ul>`
    }
    <div class="row people-add">
      ${selectField({
        id: 'role',
        label: t('people.role'),
        value: role,
        none: t('people.role.none'),
        choices: [
          { value: 'officer', text: t('people.role.officer') },
          { value: 'leader', text: t('people.role.leader') },
          ...plainGroups(),
        ],
        onChange: options.onRole,
      })}
      ${
        ofAgency
          ? selectField({
              id: 'agency',
              label: t('people.agency'),
              value: agency,
              none: t('people.agency.none'),
              choices: agencyChoices(),
              onChange: options.onAgency,
            })
          : nothing
      }
      <button
        type="button"
        class="button"
        ?disabled=${!wanted || groups.includes(wanted)}
        @click=${() => onChange([...groups, wanted])}
      >
        ${t('people.groups.add')}
      </button>
    </div>
  </fieldset>`;
}
