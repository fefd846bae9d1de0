/**
 * Alive, begun, ready, healthy: at the actuator's paths and at Zeebe's short ones. What could go wrong: whoever watches
 * restarts an engine that only waits for disk space; so alive is all that answers, ready is what takes commands.
 */
import type { ExporterStatus } from '../records/exporter.ts';
import type { Answer } from './server.ts';

export interface HealthOptions {
  /** Undefined when commands are taken, otherwise why not. */
  trouble(): string | undefined;
  /** What each exporter last met: told, but an engine whose receiver is away is healthy. */
  exporters?: { status?(): ExporterStatus[] };
}

type Component = { status: 'UP' | 'DOWN'; details?: object };

/** Which components make up which group. The short paths are the groups'. */
const groups: Record<string, string[]> = {
  liveness: ['livenessState'],
  startup: ['livenessState'],
  readiness: ['brokerReady', 'journal'],
  status: ['brokerReady', 'journal'],
};
const paths: Record<string, string> = {
  '/live': 'liveness',
  '/startup': 'startup',
  '/ready': 'readiness',
  '/health': 'status',
  '/actuator/health': '',
  ...Object.fromEntries(Object.keys(groups).map((group) => [`/actuator/health/${group}`, group])),
};

/** Undefined when the path is none of these. */
export function healthAnswer(path: string, options: HealthOptions): Answer | undefined {
  if (!Object.hasOwn(paths, path)) return undefined;
  const group = paths[path]!;
  const trouble = options.trouble();
  const up: Component = { status: 'UP' };
  const of = (wrong: string | undefined): Component => (wrong ? { status: 'DOWN', details: { trouble: wrong } } : up);
  const all: Record<string, Component> = { livenessState: up, brokerReady: of(trouble), journal: of(trouble) };
  const chosen = Object.entries(all).filter(([name]) => group === '' || groups[group]!.includes(name));
  const down = chosen.some(([, { status }]) => status === 'DOWN');
  const exporters = options.exporters?.status?.() ?? [];
  return {
    status: down ? 503 : 200,
    json: {
      status: down ? 'DOWN' : 'UP',
      ...(down && { detail: trouble }),
      ...(group === '' && { groups: Object.keys(groups) }),
      components: {
        ...Object.fromEntries(chosen),
        ...(group === '' && {
          exporters: {
            ...up,
            details: Object.fromEntries(
              exporters.map(({ id, acknowledged, behind, trouble }) => [id, { acknowledged, behind, trouble }]),
            ),
          },
        }),
      },
    },
  };
}
