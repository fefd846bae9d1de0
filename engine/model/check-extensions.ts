/** Deployment rules of Zeebe's extension elements (zeebe-contract 4.2, 4.13). */
import { checkListeners } from './check-listeners.ts';
import { type Findings, present } from './findings.ts';
import { attribute, extension, extensions, type Moddle } from './xml.ts';

const single = [
  'TaskDefinition',
  'CalledDecision',
  'CalledElement',
  'Script',
  'UserTask',
  'FormDefinition',
  'AssignmentDefinition',
  'TaskSchedule',
  'PriorityDefinition',
  'IoMapping',
  'TaskHeaders',
  'ExecutionListeners',
  'TaskListeners',
  'AdHoc',
];
const lower = (name: string) => name[0]!.toLowerCase() + name.slice(1);

export function checkExtensions(element: Moddle, findings: Findings): void {
  const label = `${element.id} > extensionElements`;
  for (const name of single) {
    if (extensions(element, `zeebe:${name}`).length > 1) {
      findings.add(
        label,
        `Must have exactly one 'zeebe:${lower(name)}' extension element when exists. Please check process definition XML and retain only one extension element.`,
      );
    }
  }
  checkImplementation(element, label, findings);
  checkMappings(element, findings);
  checkListeners(element, findings);
  checkLoop(element, findings);
  if (element.$type === 'bpmn:UserTask') checkUserTask(element, findings);
  if (element.$type === 'bpmn:AdHocSubProcess') checkAdHoc(element, findings);
  for (const name of ['CalledDecision', 'CalledElement', 'FormDefinition']) {
    checkBinding(element.id, extension(element, `zeebe:${name}`), findings);
  }
}

function checkImplementation(element: Moddle, label: string, findings: Findings): void {
  const has = (name: string) => extension(element, `zeebe:${name}`) !== undefined;
  const task = extension(element, 'zeebe:TaskDefinition');
  const message = element.eventDefinitions?.[0]?.$type === 'bpmn:MessageEventDefinition';
  switch (element.$type) {
    case 'bpmn:ServiceTask':
      if (!task) findings.add(label, "Must have exactly one 'zeebe:taskDefinition' extension element");
      break;
    case 'bpmn:SendTask':
      if (!task) either(label, 'publishMessage', findings);
      break;
    case 'bpmn:IntermediateThrowEvent':
    case 'bpmn:EndEvent':
      if (message && !task) either(label, 'publishMessage', findings);
      break;
    case 'bpmn:BusinessRuleTask':
      if (has('CalledDecision') === (task !== undefined)) either(label, 'calledDecision', findings);
      break;
    case 'bpmn:ScriptTask':
      if (has('Script') === (task !== undefined)) either(label, 'script', findings);
      break;
    case 'bpmn:CallActivity':
      if (!has('CalledElement')) {
        findings.add(label, "Must have exactly one 'zeebe:calledElement' extension element");
      }
      break;
  }
  if (task) {
    present(element.id, task, 'type', findings);
    findings.expression(element.id, attribute(task, 'retries'));
  }
  const decision = extension(element, 'zeebe:CalledDecision');
  if (decision) {
    present(element.id, decision, 'decisionId', findings);
    present(element.id, decision, 'resultVariable', findings);
  }
  const script = extension(element, 'zeebe:Script');
  if (script) {
    present(element.id, script, 'expression', findings);
    present(element.id, script, 'resultVariable', findings);
  }
  const called = extension(element, 'zeebe:CalledElement');
  if (called && !attribute(called, 'processIdExpression')) present(element.id, called, 'processId', findings);
}

const either = (label: string, name: string, findings: Findings) =>
  findings.add(label, `Must have either one 'zeebe:${name}' or one 'zeebe:taskDefinition' extension element`);

function checkMappings(element: Moddle, findings: Findings): void {
  const io = extension(element, 'zeebe:IoMapping');
  for (const mapping of [...(io?.inputParameters ?? []), ...(io?.outputParameters ?? [])]) {
    if (!attribute(mapping, 'target')?.trim()) {
      findings.add(element.id, "Attribute 'target' must be present and not empty");
    }
    findings.expression(element.id, attribute(mapping, 'source'));
  }
}

function checkAdHoc(element: Moddle, findings: Findings): void {
  const zeebe = extension(element, 'zeebe:AdHoc');
  const outputElement = attribute(zeebe, 'outputElement');
  const expressions = [
    attribute(zeebe, 'activeElementsCollection'),
    outputElement,
    element.completionCondition?.body as string | undefined,
  ];
  for (const text of expressions) {
    if (text !== undefined && !text.trim().startsWith('=')) {
      findings.add(element.id, `Expected expression but found static value '${text}'`);
    }
    findings.expression(element.id, text);
  }
  checkOutput(element, attribute(zeebe, 'outputCollection'), outputElement, findings);
}

function checkOutput(
  element: Moddle,
  collection: string | undefined,
  output: string | undefined,
  findings: Findings,
): void {
  if (collection && !output) {
    findings.add(element.id, "Attribute 'outputElement' must be present if the attribute 'outputCollection' is set");
  }
  if (output && !collection) {
    findings.add(element.id, "Attribute 'outputCollection' must be present if the attribute 'outputElement' is set");
  }
}

function checkLoop(element: Moddle, findings: Findings): void {
  const loop: Moddle | undefined = element.loopCharacteristics;
  if (!loop) return;
  if (loop.$type !== 'bpmn:MultiInstanceLoopCharacteristics') {
    findings.add(element.id, 'Loop marker is not supported; use multi-instance loop characteristics');
    return;
  }
  const zeebe = extension(loop, 'zeebe:LoopCharacteristics');
  if (!zeebe) {
    findings.add(element.id, "Must have exactly one 'zeebe:loopCharacteristics' extension element");
    return;
  }
  present(element.id, zeebe, 'inputCollection', findings);
  findings.expression(element.id, attribute(zeebe, 'outputElement'));
  findings.expression(element.id, loop.completionCondition?.body);
  checkOutput(element, attribute(zeebe, 'outputCollection'), attribute(zeebe, 'outputElement'), findings);
}

function checkUserTask(element: Moddle, findings: Findings): void {
  const native = extension(element, 'zeebe:UserTask') !== undefined;
  const form = extension(element, 'zeebe:FormDefinition');
  if (form) {
    const other = native ? 'externalReference' : 'formKey';
    const given = [attribute(form, 'formId'), attribute(form, other)].filter((value) => value?.trim());
    if (given.length !== 1) {
      findings.add(element.id, `Exactly one of the attributes 'formId, ${other}' must be present and not empty`);
    }
    findings.expression(element.id, attribute(form, 'externalReference'));
    findings.expression(element.id, attribute(form, 'formId'));
  }
  const assignment = extension(element, 'zeebe:AssignmentDefinition');
  for (const name of ['assignee', 'candidateGroups', 'candidateUsers']) {
    findings.expression(element.id, attribute(assignment, name));
  }
  const schedule = extension(element, 'zeebe:TaskSchedule');
  for (const name of ['dueDate', 'followUpDate']) findings.expression(element.id, attribute(schedule, name));
  const priority = attribute(extension(element, 'zeebe:PriorityDefinition'), 'priority');
  findings.expression(element.id, priority);
  if (priority && !priority.startsWith('=') && !(/^\d+$/.test(priority) && Number(priority) <= 100)) {
    findings.add(element.id, `Priority must be a number between 0 and 100, but was '${priority}'.`);
  }
}

function checkBinding(label: string | undefined, element: Moddle | undefined, findings: Findings): void {
  if (!element) return;
  const kind = attribute(element, 'bindingType');
  const tag = attribute(element, 'versionTag');
  if (kind === 'versionTag' && !tag?.trim()) {
    findings.add(label, "Attribute 'versionTag' must be present and not empty if 'bindingType' is 'versionTag'");
  }
  if (kind !== 'versionTag' && tag) {
    findings.add(label, "Attribute 'versionTag' may only be used if 'bindingType' is 'versionTag'");
  }
}
