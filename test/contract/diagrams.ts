/** Small diagrams for the contract's tests: each has what one rule needs, and ids of its own so that tests may share an engine. */

const namespaces =
  'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" ' +
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="http://example.org/contract"';

function definitions(inside: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions id="definitions" ${namespaces}>\n${inside}\n</bpmn:definitions>`;
}

/** start → what stands in the middle (element id `middle`) → end, plus whatever else. */
function around(processId: string, middle: string, more = '', outside = ''): string {
  return definitions(`${outside}
  <bpmn:process id="${processId}" name="${processId}" isExecutable="true">
    <bpmn:startEvent id="start"><bpmn:outgoing>in</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="in" sourceRef="start" targetRef="middle" />
    ${middle}
    <bpmn:sequenceFlow id="out" sourceRef="middle" targetRef="end" />
    <bpmn:endEvent id="end"><bpmn:incoming>out</bpmn:incoming></bpmn:endEvent>
    ${more}
  </bpmn:process>`);
}

/** One service task of a job type. */
export function taskProcess(processId: string, jobType: string, retries = 3): string {
  return around(
    processId,
    `<bpmn:serviceTask id="middle" name="Work">
      <bpmn:extensionElements><zeebe:taskDefinition type="${jobType}" retries="${retries}" /><zeebe:taskHeaders><zeebe:header key="article" value="7" /></zeebe:taskHeaders></bpmn:extensionElements>
      <bpmn:incoming>in</bpmn:incoming><bpmn:outgoing>out</bpmn:outgoing>
    </bpmn:serviceTask>`,
  );
}

/** A service task with an error boundary event of code `refused` that ends at `refused-end`. */
export function errorProcess(processId: string, jobType: string): string {
  return around(
    processId,
    `<bpmn:serviceTask id="middle" name="Work">
      <bpmn:extensionElements><zeebe:taskDefinition type="${jobType}" /></bpmn:extensionElements>
      <bpmn:incoming>in</bpmn:incoming><bpmn:outgoing>out</bpmn:outgoing>
    </bpmn:serviceTask>`,
    `<bpmn:boundaryEvent id="refused" attachedToRef="middle"><bpmn:outgoing>to-refused</bpmn:outgoing><bpmn:errorEventDefinition id="refused-definition" errorRef="refused-error" /></bpmn:boundaryEvent>
    <bpmn:sequenceFlow id="to-refused" sourceRef="refused" targetRef="refused-end" />
    <bpmn:endEvent id="refused-end"><bpmn:incoming>to-refused</bpmn:incoming></bpmn:endEvent>`,
    '<bpmn:error id="refused-error" name="refused" errorCode="refused" />',
  );
}

/** Waits for a message whose key is the variable `code`. */
export function messageProcess(processId: string, messageName: string): string {
  return around(
    processId,
    `<bpmn:intermediateCatchEvent id="middle"><bpmn:incoming>in</bpmn:incoming><bpmn:outgoing>out</bpmn:outgoing><bpmn:messageEventDefinition id="wait" messageRef="awaited" /></bpmn:intermediateCatchEvent>`,
    '',
    `<bpmn:message id="awaited" name="${messageName}"><bpmn:extensionElements><zeebe:subscription correlationKey="=code" /></bpmn:extensionElements></bpmn:message>`,
  );
}

/** Waits for a duration. */
export function timerProcess(processId: string, duration: string): string {
  return around(
    processId,
    `<bpmn:intermediateCatchEvent id="middle"><bpmn:incoming>in</bpmn:incoming><bpmn:outgoing>out</bpmn:outgoing><bpmn:timerEventDefinition id="wait"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">${duration}</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>`,
  );
}

/** One user task for the groups of a static list, with a deployed form. */
export function userTaskProcess(processId: string, groups: string, formId: string): string {
  return around(
    processId,
    `<bpmn:userTask id="middle" name="Xem xét">
      <bpmn:extensionElements><zeebe:userTask /><zeebe:assignmentDefinition candidateGroups="${groups}" /><zeebe:formDefinition formId="${formId}" /></bpmn:extensionElements>
      <bpmn:incoming>in</bpmn:incoming><bpmn:outgoing>out</bpmn:outgoing>
    </bpmn:userTask>`,
  );
}

/** A user task with a listener of the job type `<processId>-<event>` for each event. */
export function listenedProcess(processId: string, ...events: string[]): string {
  const listeners = events.map((event) => `<zeebe:taskListener eventType="${event}" type="${processId}-${event}" />`);
  return around(
    processId,
    `<bpmn:userTask id="middle">
      <bpmn:extensionElements><zeebe:userTask /><zeebe:taskListeners>${listeners.join('')}</zeebe:taskListeners></bpmn:extensionElements>
      <bpmn:incoming>in</bpmn:incoming><bpmn:outgoing>out</bpmn:outgoing>
    </bpmn:userTask>`,
  );
}

/** An ad-hoc sub-process with the tasks \`a\` and \`b\`, of job types \`<processId>-a\` and \`-b\`; \`inside\` are its extensions. */
export function adHocProcess(processId: string, inside: string): string {
  const task = (id: string) =>
    `<bpmn:serviceTask id="${id}"><bpmn:extensionElements><zeebe:taskDefinition type="${processId}-${id}" /></bpmn:extensionElements></bpmn:serviceTask>`;
  return around(
    processId,
    `<bpmn:adHocSubProcess id="middle"><bpmn:extensionElements>${inside}</bpmn:extensionElements><bpmn:incoming>in</bpmn:incoming><bpmn:outgoing>out</bpmn:outgoing>${task('a')}${task('b')}</bpmn:adHocSubProcess>`,
  );
}

export function form(formId: string): string {
  return JSON.stringify({
    id: formId,
    type: 'default',
    schemaVersion: 18,
    components: [{ type: 'textfield', key: 'note', id: 'note', label: 'Ghi chú' }],
  });
}

/** Field → agency, two rows, hit policy FIRST. */
export function decision(decisionId: string): string {
  const rule = (id: string, input: string, output: string) =>
    `<rule id="${id}"><inputEntry id="${id}-in"><text>${input}</text></inputEntry><outputEntry id="${id}-out"><text>${output}</text></outputEntry></rule>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="${decisionId}-requirements" name="Routing" namespace="http://example.org/contract">
  <decision id="${decisionId}" name="Agency of a field">
    <decisionTable id="${decisionId}-table" hitPolicy="FIRST">
      <input id="field-in"><inputExpression id="field-expression" typeRef="string"><text>field</text></inputExpression></input>
      <output id="agency-out" name="agency" typeRef="string" />
      ${rule('row-1', '"health"', '"syt"')}
      ${rule('row-2', '', '"other"')}
    </decisionTable>
  </decision>
</definitions>`;
}

/** A task without a job type: refused at deployment. */
export function brokenProcess(processId: string): string {
  return around(
    processId,
    '<bpmn:serviceTask id="middle"><bpmn:incoming>in</bpmn:incoming><bpmn:outgoing>out</bpmn:outgoing></bpmn:serviceTask>',
  );
}
