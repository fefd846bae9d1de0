/** What each kind of element does: the list. */
import type { Elements } from '../behaviors/step.ts';
import { adHocInnerInstance, adHocSubProcess } from './ad-hoc-sub-process.ts';
import { callActivity } from './call-activity.ts';
import { businessRuleTask, scriptTask } from './decision-and-script.ts';
import { catchEvent, endEvent, intermediateThrowEvent } from './events.ts';
import { eventBasedGateway, exclusiveGateway, inclusiveGateway } from './gateways.ts';
import { jobTask } from './job-task.ts';
import { multiInstanceBody } from './multi-instance.ts';
import { passThrough } from './pass-through.ts';
import { process } from './process.ts';
import { subProcess } from './sub-process.ts';
import { userTask } from './user-task.ts';

export const elements: Elements = {
  PROCESS: process,
  SUB_PROCESS: subProcess,
  EVENT_SUB_PROCESS: subProcess,
  AD_HOC_SUB_PROCESS: adHocSubProcess,
  AD_HOC_SUB_PROCESS_INNER_INSTANCE: adHocInnerInstance,
  START_EVENT: passThrough,
  INTERMEDIATE_CATCH_EVENT: catchEvent,
  INTERMEDIATE_THROW_EVENT: intermediateThrowEvent,
  BOUNDARY_EVENT: passThrough,
  END_EVENT: endEvent,
  SERVICE_TASK: jobTask,
  SEND_TASK: jobTask,
  RECEIVE_TASK: catchEvent,
  USER_TASK: userTask,
  MANUAL_TASK: passThrough,
  TASK: passThrough,
  EXCLUSIVE_GATEWAY: exclusiveGateway,
  PARALLEL_GATEWAY: passThrough,
  EVENT_BASED_GATEWAY: eventBasedGateway,
  INCLUSIVE_GATEWAY: inclusiveGateway,
  MULTI_INSTANCE_BODY: multiInstanceBody,
  CALL_ACTIVITY: callActivity,
  BUSINESS_RULE_TASK: businessRuleTask,
  SCRIPT_TASK: scriptTask,
};
