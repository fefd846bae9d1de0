/** What every group of routes gets, and the list of the groups: the table of contents of `/v2`. */
import type { FastifyInstance } from 'fastify';
import type { Engine } from '../../engine.ts';
import type { EngineClock } from '../../management/clock.ts';
import { clusterRoutes } from './cluster.ts';
import { decisionRoutes } from './decisions.ts';
import { deploymentRoutes } from './deployments.ts';
import { incidentRoutes } from './incidents.ts';
import { instanceRoutes } from './instances.ts';
import { jobRoutes } from './jobs.ts';
import { messageRoutes } from './messages.ts';
import { notServedRoutes } from './not-served.ts';
import { resourceRoutes } from './resources.ts';
import { searchRoutes } from './searches.ts';
import { userTaskRoutes } from './user-tasks.ts';

export interface RouteContext {
  engine: Engine;
  clock: EngineClock;
  version: string;
  host: string;
  /** Port of the gRPC gateway, told in the topology. */
  grpcPort: number;
  /** Undefined when commands are taken, otherwise why not. */
  trouble(): string | undefined;
}

export type RouteGroup = (app: FastifyInstance, context: RouteContext) => void;

export const routeGroups: readonly RouteGroup[] = [
  clusterRoutes,
  deploymentRoutes,
  instanceRoutes,
  jobRoutes,
  incidentRoutes,
  messageRoutes,
  decisionRoutes,
  userTaskRoutes,
  searchRoutes,
  resourceRoutes,
  notServedRoutes,
];
