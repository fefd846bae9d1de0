/** Leaders' figures, what stands behind them, the period's fixed report, and merit. */
import type {
  Counted,
  DrillQuery,
  Extension,
  FixedFigure,
  FixedReport,
  FixedReportSummary,
  Mark,
  Merit,
  Statistics,
  StatisticsQuery,
  Verification,
} from '../../domain/api/statistics.ts';
import { ask, queryOf } from './http.ts';

export type {
  Counted,
  CountedRow,
  Division,
  Erratum,
  Extension,
  FigureDefinition,
  FigureValue,
  FixedFigure,
  FixedReport,
  FixedReportSummary,
  Merit,
  Statistics,
  Verification,
} from '../../domain/api/statistics.ts';

const root = '/api/statistics';

export const readStatistics = (query: StatisticsQuery, signal: AbortSignal): Promise<Statistics> =>
  ask(root + queryOf(query), { signal });
export const readCounted = (query: DrillQuery, signal: AbortSignal): Promise<Counted> =>
  ask(`${root}/reports${queryOf(query)}`, { signal });
export const listExtensions = (
  query: StatisticsQuery & { after?: string; limit?: number },
  signal: AbortSignal,
): Promise<{ items: Extension[]; next: string | null }> => ask(`${root}/extensions${queryOf(query)}`, { signal });

export const listFixed = (signal: AbortSignal): Promise<{ items: FixedReportSummary[] }> =>
  ask(`${root}/fixed`, { signal });
export const readFixed = (period: string, signal: AbortSignal): Promise<FixedReport> =>
  ask(`${root}/reports/${period}`, { signal });
export const fixReport = (period: string): Promise<FixedReport> => ask(`${root}/reports/${period}`, { method: 'POST' });

export type FigureRef = Pick<FixedFigure, 'name' | 'by' | 'cell'>;
const refOf = ({ name, by, cell }: FigureRef) => ({ name, ...(by ? { by } : {}), ...(cell !== null ? { cell } : {}) });
/** All figures, or one. `then`: as it was known when it was fixed; `now`: with what has come to be known since. */
export const verifyReport = (period: string, asKnown: 'then' | 'now', figure?: FigureRef): Promise<Verification> =>
  ask(`${root}/reports/${period}/verification`, {
    method: 'POST',
    body: { asKnown, ...(figure ? { figure: refOf(figure) } : {}) },
  });
export const addErratum = (period: string, figure: FigureRef, why: string, asKnown: 'then' | 'now'): Promise<void> =>
  ask(`${root}/reports/${period}/errata`, { method: 'POST', body: { figure: refOf(figure), why, asKnown } });

/** Where the period's report is to be had as a file. */
export const documentPath = (period: string, kind: 'pdf' | 'xlsx'): string =>
  `${root}/report.${kind}${queryOf({ period })}`;

export const readMerit = (query: StatisticsQuery, signal: AbortSignal): Promise<Merit> =>
  ask(`${root}/merit${queryOf(query)}`, { signal });
/** Marks a report as of value, or as untrue; null takes the mark away. */
export const markReport = (code: string, mark: Mark | null, why = ''): Promise<void> =>
  ask(`${root}/merit/${code}`, mark ? { method: 'PUT', body: { mark, why } } : { method: 'DELETE' });
