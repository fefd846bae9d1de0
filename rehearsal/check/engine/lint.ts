/**
 * The compatibility lint for 8.8, by the rules that modelers use (`bpmnlint-plugin-camunda-compat`), with those of
 * bpmnlint itself. What the engine does not run is an error; what only reads badly a warning or a hint.
 */
import { Linter } from 'bpmnlint';
import NodeResolver from 'bpmnlint/lib/resolver/node-resolver.js';
import type { ModelFile } from '../../../domain/api/models.ts';
import { type Finding, type FindingCode, findingCodes, type Severity } from '../../../domain/checks.ts';
import { readXml } from '../../../engine/model/xml.ts';
import { engine as say } from '../finding.ts';

const config = {
  extends: ['bpmnlint:recommended', 'plugin:camunda-compat/camunda-cloud-8-8'],
  // How a drawing looks forbids nothing; that nothing lies on anything is asked as in `bpmn/`.
  rules: { 'no-overlapping-elements': 'warn' },
};

interface Report {
  readonly id?: string;
  readonly message: string;
  readonly category: string;
  readonly name?: string;
  readonly data?: { readonly type?: string };
}

const known: ReadonlySet<string> = new Set(findingCodes.engine);
const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Rules and kinds of refusal that have words of their own; the rest has the rule's own message. */
function codeOf(rule: string, { data }: Report): FindingCode<'engine'> {
  const compat = rule.startsWith('camunda-compat/');
  const code = compat ? `compat-${kebab(data?.type?.replace(/^camunda\./, '') ?? '')}` : `lint-${rule}`;
  if (known.has(code)) return code as FindingCode<'engine'>;
  return compat ? 'compat-other' : 'lint-other';
}

function severityOf(rule: string, { category }: Report): Severity {
  if (rule.startsWith('camunda-compat/')) return category === 'error' ? 'error' : 'warning';
  return category === 'error' ? 'warning' : 'hint';
}

/** Nothing for files that are no BPMN: the trial deployment says what is wrong with them. */
export async function lintFile({ name, content }: ModelFile): Promise<Finding[]> {
  const read = await readXml(content).catch(() => null);
  if (!read) return [];
  const linter = new Linter({ resolver: new NodeResolver(), config });
  const reports: Record<string, Report[]> = await linter.lint(read.definitions);
  return Object.entries(reports).flatMap(([rule, list]) =>
    list.map((report) =>
      say(
        severityOf(rule, report),
        codeOf(rule, report),
        { file: name, ...(report.id ? { element: report.id } : {}) },
        { name: report.name || report.id || '', message: report.message, rule },
      ),
    ),
  );
}
