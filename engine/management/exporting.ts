/**
 * Pausing and resuming the exporters as on Zeebe's actuator: `POST /actuator/exporting/pause[?soft=true]` and
 * `/actuator/exporting/resume`. The answer is 200 with the outcome in its body, as Zeebe's is.
 */
import type { Exporters } from '../records/exporters.ts';
import type { Answer } from './server.ts';

const calls = /^\/actuator\/exporting\/(pause|resume)$/;

/** Undefined when the path is none of these. */
export async function exportingAnswer(
  url: URL,
  method: string | undefined,
  exporters: Pick<Exporters, 'setPhase'>,
): Promise<Answer | undefined> {
  const [, call] = calls.exec(url.pathname.replace(/\/$/, '')) ?? [];
  if (!call) return undefined;
  if (method !== 'POST') return { status: 405, json: { message: 'Exporting is paused and resumed by POST.' } };
  const paused = url.searchParams.get('soft') === 'true' ? 'softPaused' : 'paused';
  try {
    await exporters.setPhase(call === 'resume' ? 'exporting' : paused);
    return outcome(204, null);
  } catch (error) {
    return outcome(500, { message: (error as Error).message });
  }
}

const outcome = (status: number, body: object | null): Answer => ({
  status: 200,
  json: { body, status, contentType: null },
});
