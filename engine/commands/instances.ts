/** Creating and cancelling process instances. */

import { cannotBePlaced } from '../behaviors/placement.ts';
import type { Step } from '../behaviors/step.ts';
import { terminate } from '../behaviors/termination.ts';
import { notePayload } from '../behaviors/triggers.ts';
import { tenantId } from '../behaviors/values.ts';
import { setLocals } from '../behaviors/variables.ts';
import type { CreatedInstance, CreateInstanceRequest } from '../door.ts';
import type { ProcessDefinition, Read } from '../state/entities.ts';
import { invalid, keyOf, notFound, variablesOf, wrongState } from './refuse.ts';

/** `awaited` is how the log names the command of a caller who waits for the result. */
export function createInstance(step: Step, request: CreateInstanceRequest, awaited = false): CreatedInstance {
  const definition = findDefinition(step, request);
  const variables = variablesOf('CREATE', request.variables);
  const instructions = request.startInstructions ?? [];
  if (instructions.length === 0 && !definition.model.root.startEvents.some((start) => start.eventType === 'NONE')) {
    wrongState('CREATE', 'Expected to create instance of process with none start event, but there is no such event');
  }
  for (const { elementId } of instructions) checkInstruction(definition, elementId);
  const ends = request.runtimeInstructions ?? [];
  for (const { afterElementId } of ends) {
    if (definition.model.elements.has(afterElementId)) continue;
    invalid(
      'CREATE',
      `Expected to create instance of process with runtime instructions but no element found with id '${afterElementId}'.`,
    );
  }
  const value = {
    bpmnProcessId: definition.bpmnProcessId,
    version: definition.version,
    processDefinitionKey: definition.key,
    processInstanceKey: -1,
    startInstructions: instructions.map(({ elementId }) => ({ elementId })),
    variables,
    runtimeInstructions: ends.map(({ afterElementId }) => ({ type: 'TERMINATE_PROCESS_INSTANCE', afterElementId })),
    tags: request.tags ?? [],
    tenantId,
  };
  step.command('PROCESS_INSTANCE_CREATION', awaited ? 'CREATE_WITH_AWAITING_RESULT' : 'CREATE', -1, value);
  const key = step.newKey();
  step.processInstanceKey = key;
  setLocals(step, { key, processInstanceKey: key, definition }, variables);
  for (const { elementId } of instructions) {
    notePayload(step, key, elementId, {}, { processInstanceKey: key, definition });
  }
  step.follow('ACTIVATE_PROCESS', key, { definitionKey: definition.key, tags: request.tags ?? [] });
  step.event('PROCESS_INSTANCE_CREATION', 'CREATED', step.newKey(), { ...value, processInstanceKey: key });
  return {
    processDefinitionKey: String(definition.key),
    bpmnProcessId: definition.bpmnProcessId,
    version: definition.version,
    processInstanceKey: String(key),
    tenantId,
    tags: request.tags ?? [],
  };
}

function findDefinition(step: Step, request: CreateInstanceRequest): Read<ProcessDefinition> {
  const { processes } = step.state;
  const id = request.bpmnProcessId ?? '';
  if (id !== '') {
    const version = request.version ?? -1;
    const found = version > 0 ? processes.version(id, version) : processes.latest(id);
    const which = version > 0 ? ` and version '${version}'` : '';
    return (
      found ?? notFound('CREATE', `Expected to find process definition with process ID '${id}'${which}, but none found`)
    );
  }
  const key = keyOf(request.processDefinitionKey);
  if (key <= 0) {
    invalid('CREATE', 'Expected at least a bpmnProcessId or a key greater than -1, but none given');
  }
  return (
    processes.byKey.get(key) ??
    notFound('CREATE', `Expected to find process definition with key '${key}', but none found`)
  );
}

/** A start instruction may name any element that can begin by itself (zeebe-contract 4.15). */
function checkInstruction(definition: Read<ProcessDefinition>, elementId: string): void {
  const node = definition.model.elements.get(elementId);
  const reason = (text: string) =>
    invalid('CREATE', `Expected to create instance of process with start instructions but ${text}`);
  if (!node) reason(`no element found with id '${elementId}'.`);
  const why = cannotBePlaced(node!);
  if (why) reason(`the element with id '${elementId}' targets unsupported element type '${node!.type}'. ${why}.`);
}

export function cancelInstance(step: Step, request: { processInstanceKey: string }): void {
  const key = keyOf(request.processInstanceKey);
  const instance = step.state.instances.get(key);
  if (instance?.node.type !== 'PROCESS' || instance.state === 'TERMINATING') {
    notFound(
      'CANCEL',
      `Expected to cancel a process instance with key '${request.processInstanceKey}', but no such process was found`,
    );
  }
  if (instance!.callerKey > 0) {
    let root = instance!;
    for (
      let caller = step.state.instances.get(root.callerKey);
      caller;
      caller = step.state.instances.get(root.callerKey)
    ) {
      root = step.state.instances.get(caller.processInstanceKey)!;
    }
    wrongState(
      'CANCEL',
      `Expected to cancel a process instance with key '${key}', but it is created by a parent process instance. Cancel the root process instance '${root.key}' instead.`,
    );
  }
  step.command('PROCESS_INSTANCE', 'CANCEL', key, {});
  step.processInstanceKey = key;
  terminate(step, instance!);
}
