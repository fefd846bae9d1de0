/** Where spans go: what the standard's settings mean, and what is said where they are wrong. */
import { afterEach, describe, expect, it } from 'vitest';
import { exportSpans, spanSettings } from './otlp.ts';
import { spanned, startSpan, takeSpans } from './spans.ts';
import { currentTrace, newTrace, within } from './trace.ts';

const to = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };
afterEach(() => takeSpans(undefined));

describe('the settings', () => {
  it('mean no spans without an endpoint', async () => {
    expect(spanSettings('server', { OTEL_TRACES_SAMPLER: 'nonsense' })).toBeUndefined();
    expect(await exportSpans('server', {})).toBeUndefined();
    expect(startSpan('a step')).toBeUndefined();
  });

  it('have the standard’s defaults', () => {
    expect(spanSettings('workers', to)).toEqual({
      endpoint: 'http://127.0.0.1:4318',
      service: 'field-reports-workers',
      sampler: 'parentbased_always_on',
      ratio: 1,
    });
    const more = {
      ...to,
      OTEL_SERVICE_NAME: 'x',
      OTEL_TRACES_SAMPLER: 'traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
    };
    expect(spanSettings('workers', more)).toMatchObject({ service: 'x', sampler: 'traceidratio', ratio: 0.25 });
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, 'OTEL_EXPORTER_OTLP_ENDPOINT must be'],
    [{ ...to, OTEL_TRACES_SAMPLER: 'some' }, 'OTEL_TRACES_SAMPLER must be one of always_on'],
    [{ ...to, OTEL_TRACES_SAMPLER_ARG: '2' }, 'OTEL_TRACES_SAMPLER_ARG must be a share from 0 to 1, not "2"'],
  ])('%j: %s', (env, message) => {
    expect(() => spanSettings('server', env)).toThrow(message);
  });
});

describe('a step', () => {
  it('that nobody takes runs for the parent that is given, or for what is under way', async () => {
    const [one, other] = [newTrace(), newTrace()];
    await within(one, async () => {
      expect(await spanned('a', {}, async () => currentTrace())).toBe(one);
      expect(await spanned('a', { parent: other }, async () => currentTrace())).toBe(other);
      expect(await spanned('a', { parent: null }, async () => currentTrace())).toBeUndefined();
    });
  });

  it('that fails is told with its error, and fails', async () => {
    const ends: unknown[] = [];
    const trace = newTrace();
    takeSpans((name, { parent }) => ({
      trace,
      name() {},
      set() {},
      end: (error) => ends.push([name, parent, error]),
    }));
    const error = new Error('no');
    await expect(spanned('a', { parent: null }, () => Promise.reject(error))).rejects.toBe(error);
    expect(await spanned('b', {}, async () => currentTrace())).toBe(trace);
    expect(ends).toEqual([
      ['a', undefined, error],
      ['b', undefined, undefined],
    ]);
  });
});
