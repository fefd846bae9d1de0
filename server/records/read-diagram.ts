/** Reads from a BPMN file what lists and counters need of each element: its name, stage, article, budget, message. */

import { createRequire } from 'node:module';
import { BpmnModdle } from 'bpmn-moddle';
import type { DefinitionElement } from '../../store/definitions.ts';
import type { ReadDiagram } from './project/definition.ts';

const zeebe = createRequire(import.meta.url)('zeebe-bpmn-moddle/resources/zeebe.json');

// biome-ignore lint/suspicious/noExplicitAny: bpmn-moddle's objects carry no types
type Moddle = any;

/** @throws when the XML is no BPMN, or has no process with this id */
export async function readDiagram(xml: string, processId: string): Promise<ReadDiagram> {
  const { rootElement } = (await new BpmnModdle({ zeebe }).fromXML(xml)) as { rootElement: Moddle };
  const process = rootElement.rootElements.find((one: Moddle) => one.$type === 'bpmn:Process' && one.id === processId);
  if (!process) throw new Error(`The diagram has no process ${processId}`);
  const elements: Record<string, DefinitionElement> = {};
  collect(process, false, elements);
  return { name: process.name ?? processId, elements };
}

function collect(scope: Moddle, inWatch: boolean, elements: Record<string, DefinitionElement>): void {
  for (const element of scope.flowElements ?? []) {
    if (element.$type === 'bpmn:SequenceFlow') continue;
    const isWatch = inWatch || isNonInterruptingEventSubProcess(element);
    elements[element.id] = describe(element, isWatch);
    if (element.flowElements) collect(element, isWatch, elements);
  }
}

function isNonInterruptingEventSubProcess(element: Moddle): boolean {
  if (!element.triggeredByEvent) return false;
  return element.flowElements?.some((one: Moddle) => one.$type === 'bpmn:StartEvent' && one.isInterrupting === false);
}

function describe(element: Moddle, watch: boolean): DefinitionElement {
  const extensions: Moddle[] = element.extensionElements?.values ?? [];
  const of = (type: string): Moddle => extensions.find((one) => one.$type === type);
  const input = (target: string): string | null =>
    of('zeebe:IoMapping')?.inputParameters?.find((one: Moddle) => one.target === target)?.source ?? null;
  const header = (key: string): string | null =>
    of('zeebe:TaskHeaders')?.values?.find((one: Moddle) => one.key === key)?.value ?? null;
  const property = (name: string): string | null =>
    of('zeebe:Properties')?.properties?.find((one: Moddle) => one.name === name)?.value ?? null;
  const timer = element.eventDefinitions?.find((one: Moddle) => one.$type === 'bpmn:TimerEventDefinition');
  const budget = input('budget') ?? header('budget');
  const message = element.eventDefinitions?.find((one: Moddle) => one.$type === 'bpmn:MessageEventDefinition');
  return {
    name: element.name ?? '',
    type: element.$type,
    stage: header('stage'),
    article: property('article'),
    budget,
    clockStart: input('clockStart'),
    clockDue: input('clockDue'),
    opens: budget ? (of('zeebe:IoMapping')?.outputParameters ?? []).map((one: Moddle) => String(one.target)) : [],
    formId: of('zeebe:FormDefinition')?.formId ?? null,
    message: message?.messageRef?.name ?? null,
    timer: (timer?.timeDate ?? timer?.timeDuration ?? timer?.timeCycle)?.body ?? null,
    watch,
  };
}
