/** What stopped an instance, by the engine's error type, as one of the kinds that the words explain. */
const kinds: Readonly<Record<string, string>> = {
  IO_MAPPING_ERROR: 'io',
  CONDITION_ERROR: 'condition',
  EXTRACT_VALUE_ERROR: 'value',
  JOB_NO_RETRIES: 'job',
  EXECUTION_LISTENER_NO_RETRIES: 'job',
  TASK_LISTENER_NO_RETRIES: 'job',
  UNHANDLED_ERROR_EVENT: 'error',
  CALLED_DECISION_ERROR: 'decision',
  DECISION_EVALUATION_ERROR: 'decision',
  FORM_NOT_FOUND: 'form',
  RESOURCE_NOT_FOUND: 'form',
  CALLED_ELEMENT_ERROR: 'form',
  MESSAGE_SIZE_EXCEEDED: 'size',
  SECOND_INSTANCE: 'second',
};

export const errorKind = (errorType: string): string => kinds[errorType] ?? 'other';
