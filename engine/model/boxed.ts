/**
 * DMN's boxed expressions as one FEEL text (zeebe-contract 4.11): a context is a context, a list a list, a relation a
 * list of contexts, a function a function, an invocation a call. What could go wrong: a decision table inside of
 * another expression has no text; only a decision and a business knowledge model may hold one.
 */

// biome-ignore lint/suspicious/noExplicitAny: moddle's elements are dynamic; everything past the readers is typed.
type Moddle = any;

/** The parameters of each function that may be invoked by name, in order. */
export type Signatures = ReadonlyMap<string, readonly string[]>;

const kinds: Record<string, (expression: Moddle, signatures: Signatures) => string> = {
  'dmn:LiteralExpression': ({ text }) => `(${text?.trim() || 'null'})`,
  'dmn:Context'({ contextEntry = [] }, signatures) {
    const entries = contextEntry.map((entry: Moddle) => ({
      name: entry.variable?.name as string | undefined,
      text: textOf(entry.value, signatures),
    }));
    const named = entries.map(({ name = result, text }: { name?: string; text: string }) => `${quoted(name)}: ${text}`);
    // An entry without a name is the value of the whole.
    const whole = entries.some(({ name }: { name?: string }) => name === undefined);
    return `{${named.join(', ')}}${whole ? `.${result}` : ''}`;
  },
  'dmn:List': ({ elements = [] }, signatures) =>
    `[${elements.map((element: Moddle) => textOf(element, signatures)).join(', ')}]`,
  'dmn:Relation'({ column = [], row = [] }, signatures) {
    const line = ({ elements = [] }: Moddle) =>
      column.map((one: Moddle, at: number) => `${quoted(one.name)}: ${textOf(elements[at], signatures)}`).join(', ');
    return `[${row.map((one: Moddle) => `{${line(one)}}`).join(', ')}]`;
  },
  'dmn:FunctionDefinition'({ formalParameter = [], body, kind }, signatures) {
    if (kind && kind !== 'FEEL') throw new Error(`functions of the kind '${kind}' are not supported`);
    return `function(${formalParameter.map((one: Moddle) => one.name).join(', ')}) ${textOf(body, signatures)}`;
  },
  'dmn:Invocation'({ calledFunction, binding = [] }, signatures) {
    const name: string = calledFunction?.text?.trim() ?? '';
    const given = new Map<string, string>(
      binding.map((one: Moddle) => [one.parameter?.name, textOf(one.bindingFormula, signatures)]),
    );
    const order = signatures.get(name);
    const inputs = order
      ? order.map((parameter) => given.get(parameter) ?? 'null')
      : [...given].map(([parameter, text]) => `${parameter}: ${text}`);
    return `${name}(${inputs.join(', ')})`;
  },
};
const result = 'result__';
const quoted = (name: string): string => JSON.stringify(name);

/** Throws with a reason if it cannot be said in FEEL. */
export function textOf(expression: Moddle | undefined, signatures: Signatures): string {
  if (!expression) return 'null';
  const write = kinds[expression.$type];
  if (!write) throw new Error(`${expression.$type.replace('dmn:', '')} is not supported here`);
  return write(expression, signatures);
}
