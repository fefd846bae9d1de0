/** Jobs: each has a worker, and gives it what it needs. */
import { registry } from '../../../workers/registry.ts';
import { jobs } from '../contract.ts';
import { called, type Rule, coherence as say } from '../finding.ts';
import { input, type Node } from '../read/diagram.ts';

const served = new Set(registry.map(({ type }) => type));

/** Whether an element gives a value: as an input, a header, or because the report has it (only under its own name). */
function gives(node: Node, name: string, report: ReadonlySet<string>): boolean {
  const own = input(node, name);
  if (own !== undefined) return own.replace(/\s/g, '') !== '=null' && own !== '';
  if (node.headers[name] !== undefined) return node.headers[name] !== '';
  for (let scope: Node | null = node.parent; scope; scope = scope.parent)
    if (scope.inputs.some(({ target }) => target === name)) return true;
  return report.has(name);
}

export const jobTypes: Rule = ({ diagrams }) =>
  diagrams.flatMap((diagram) => {
    const report = new Set<string>();
    for (const node of diagram.nodes.values()) for (const { target } of node.outputs) report.add(target);
    return [...diagram.nodes.values()].flatMap((node) => {
      const where = { file: diagram.file, element: node.id };
      const name = called(node);
      const types = [
        ...(node.jobType !== null ? [{ type: node.jobType, own: true }] : []),
        ...node.listeners.map(({ type }) => ({ type, own: false })),
      ];
      return types.flatMap(({ type, own }) => {
        if (type.startsWith('=')) return [say('warning', 'job-computed', where, { name, type })];
        if (!served.has(type))
          return [say('error', 'job-unknown', where, { name, type, known: [...served].join(', ') })];
        const contract = jobs[type];
        if (!contract) return [];
        const headers = own ? (contract.headers ?? {}) : {};
        const wrong = Object.entries(headers).filter(([key, values]) => !values.includes(node.headers[key] ?? ''));
        const { needs } = contract;
        const enough = needs.length === 0 || needs.some((set) => set.every((one) => gives(node, one, report)));
        return [
          ...wrong.map(([key, values]) =>
            say('error', 'job-header', where, { name, type, header: key, values: values.join(', ') }),
          ),
          ...(enough ? [] : [say('error', 'job-needs', where, { name, type, needs: said(needs) })]),
        ];
      });
    });
  });

/** `budget + clockStart / clockDue` */
const said = (needs: readonly (readonly string[])[]): string => needs.map((set) => set.join(' + ')).join(' / ');
