/** The jobs that the process knows (domain/sandbox.ts), each loaded when it is asked for. */
import type { JobName, JobOf } from '../../domain/sandbox.ts';

export const jobs: { readonly [Name in JobName]: () => Promise<JobOf<Name>> } = {
  forecast: async () => (await import('./forecast.ts')).forecast,
  outline: async () => (await import('./outline.ts')).outline,
  try: async () => (await import('./try.ts')).tryRun,
  rehearse: async () => (await import('./rehearse.ts')).rehearseJob,
  law: async () => (await import('./law.ts')).law,
  read: async () => (await import('./read.ts')).read,
  trial: async () => (await import('./trial.ts')).trial,
  check: async () => (await import('../check/check.ts')).checkFiles,
};
