import { describe, expect, it } from 'vitest';
import { type CompletionContext, checkCompletion, splitCompletion } from './completion.ts';
import { fieldsOf, outcomesOf, type Stage, stageIds } from './stages.ts';

const context: CompletionContext = {
  confidential: false,
  isAgency: (id) => ['sgtvt', 'hoian', 'stnmt'].includes(id),
  isDistrict: (id) => id === 'hoian',
  isField: (id) => ['transport', 'health', 'environment'].includes(id),
  needsDistrict: (id) => id === 'environment',
};
const check = (stage: Stage, body: Record<string, unknown>, change: Partial<CompletionContext> = {}) =>
  checkCompletion(stage, body, { ...context, ...change }).map(({ pointer, code }) => `${pointer} ${code}`);
const file = 'a'.repeat(32);

describe('a completion that the contract takes', () => {
  it.each<[Stage, Record<string, unknown>]>([
    ['intake', { outcome: 'accepted', field: 'transport' }],
    ['intake', { outcome: 'accepted', field: 'environment', district: 'hoian' }],
    ['intake', { outcome: 'incomplete', missing: 'Ảnh' }],
    ['intake', { outcome: 'rejected', ground: 'Không thuộc lĩnh vực' }],
    ['routing', { outcome: 'routed', leadAgency: 'sgtvt' }],
    ['routing', { outcome: 'routed', leadAgency: 'sgtvt', coordinatingAgencies: ['hoian', 'stnmt'] }],
    ['routing', { outcome: 'needs-direction', reason: 'Chưa rõ' }],
    ['direction-report', { outcome: 'submitted', summary: 'Tổng hợp' }],
    ['direction', { outcome: 'directed', leadAgency: 'sgtvt', direction: 'Giao Sở' }],
    ['scope', { outcome: 'in-scope' }],
    ['scope', { outcome: 'out-of-scope', reason: 'Không thuộc', suggestedAgency: 'hoian' }],
    ['opinion', { outcome: 'agreed' }],
    ['opinion', { outcome: 'disagreed', opinion: 'Không thống nhất' }],
    ['instruction', { outcome: 'instructed', instruction: 'Kiểm tra ngay' }],
    ['handling', { outcome: 'done', result: 'Xong', resolution: 'fixed', attachments: [file] }],
    ['handling', { outcome: 'done', result: 'Xong' }],
    ['handling', { outcome: 'extension-requested', days: 30, reason: 'Chờ vật tư' }],
    ['extension', { outcome: 'granted', days: 1 }],
    ['extension', { outcome: 'refused', reason: 'Không cần' }],
    ['approval', { outcome: 'approved' }],
    ['approval', { outcome: 'edited-and-approved', result: 'Bản sửa' }],
    ['approval', { outcome: 'returned', instructions: 'Làm lại' }],
    ['publication', { outcome: 'public' }],
    ['publication', { outcome: 'private', reply: 'Kính chào' }],
    ['publication', { outcome: 'sealed' }],
    ['review', { outcome: 'clarify', instructions: 'Làm rõ' }],
    ['review', { outcome: 'closed' }],
    ['scope', { outcome: 'in-scope', reason: '', suggestedAgency: null }],
  ])('%s %j', (stage, body) => {
    expect(check(stage, body)).toEqual([]);
  });
});

describe('a completion that it does not take', () => {
  it.each<[Stage, Record<string, unknown>, string[]]>([
    ['intake', {}, ['/outcome required']],
    ['intake', { outcome: 'toString' }, ['/outcome unknown-outcome']],
    ['intake', { outcome: 7 }, ['/outcome unknown-outcome']],
    ['intake', { outcome: 'routed' }, ['/outcome unknown-outcome']],
    ['intake', { outcome: 'accepted' }, ['/field required']],
    ['intake', { outcome: 'accepted', field: 'weather' }, ['/field unknown-code']],
    ['intake', { outcome: 'accepted', field: 5 }, ['/field type']],
    ['intake', { outcome: 'accepted', field: 'environment' }, ['/district required']],
    ['intake', { outcome: 'accepted', field: 'health', district: 'hanoi' }, ['/district unknown-code']],
    ['intake', { outcome: 'incomplete', missing: '   ' }, ['/missing required']],
    ['intake', { outcome: 'incomplete', missing: 'x'.repeat(2001) }, ['/missing too-long']],
    ['intake', { outcome: 'rejected', ground: ['x'] }, ['/ground type']],
    ['intake', { outcome: 'rejected', ground: 'x', missing: 'y' }, ['/missing unknown-field']],
    ['intake', { outcome: 'rejected', ground: 'x', 'a/b': 1 }, ['/a~1b unknown-field']],
    ['routing', { outcome: 'routed' }, ['/leadAgency required']],
    ['routing', { outcome: 'routed', leadAgency: 'nobody' }, ['/leadAgency unknown-code']],
    [
      'routing',
      { outcome: 'routed', leadAgency: 'sgtvt', coordinatingAgencies: 'hoian' },
      ['/coordinatingAgencies type'],
    ],
    [
      'routing',
      { outcome: 'routed', leadAgency: 'sgtvt', coordinatingAgencies: ['hoian', 'hoian', 3, 'x'] },
      ['/coordinatingAgencies/1 twice', '/coordinatingAgencies/2 type', '/coordinatingAgencies/3 unknown-code'],
    ],
    [
      'routing',
      { outcome: 'routed', leadAgency: 'sgtvt', coordinatingAgencies: ['sgtvt'] },
      ['/coordinatingAgencies/0 twice'],
    ],
    ['handling', { outcome: 'done' }, ['/result required']],
    ['handling', { outcome: 'done', result: 'x', resolution: 'half' }, ['/resolution unknown-code']],
    ['handling', { outcome: 'done', result: 'x', attachments: Array(11).fill(file) }, ['/attachments too-many']],
    ['handling', { outcome: 'done', result: 'x', attachments: ['../../etc'] }, ['/attachments/0 unknown-code']],
    ['handling', { outcome: 'extension-requested', days: 0, reason: 'x' }, ['/days range']],
    ['handling', { outcome: 'extension-requested', days: 31, reason: 'x' }, ['/days range']],
    ['handling', { outcome: 'extension-requested', days: 1.5, reason: 'x' }, ['/days type']],
    ['handling', { outcome: 'extension-requested', days: '3' }, ['/days type', '/reason required']],
    ['opinion', { outcome: 'disagreed' }, ['/opinion required']],
  ])('%s %j', (stage, body, problems) => {
    expect(check(stage, body)).toEqual(problems);
  });

  it('public on a confidential report, at /outcome', () => {
    expect(check('publication', { outcome: 'public' }, { confidential: true })).toEqual(['/outcome confidential']);
    expect(check('publication', { outcome: 'private' }, { confidential: true })).toEqual([]);
    expect(check('publication', { outcome: 'sealed' }, { confidential: true })).toEqual([]);
  });

  it('counts characters as people do, not UTF-16 units', () => {
    expect(check('intake', { outcome: 'incomplete', missing: '😀'.repeat(2000) })).toEqual([]);
  });
});

describe('the split of a completion', () => {
  it('sends outcome, id, codes and numbers to the engine, and keeps every word', () => {
    const body = {
      outcome: 'directed',
      leadAgency: 'sgtvt',
      coordinatingAgencies: ['hoian'],
      direction: '  Giao Sở\u0301 ',
    };
    expect(splitCompletion('direction', body, 'c1')).toEqual({
      variables: { outcome: 'directed', completionId: 'c1', leadAgency: 'sgtvt', coordinatingAgencies: ['hoian'] },
      fields: { leadAgency: 'sgtvt', coordinatingAgencies: ['hoian'], direction: 'Giao Sở\u0301'.normalize('NFC') },
    });
  });

  it('gives what may be left out its meaning', () => {
    expect(splitCompletion('handling', { outcome: 'done', result: 'Xong' }, 'c')).toEqual({
      variables: { outcome: 'done', completionId: 'c' },
      fields: { result: 'Xong', resolution: 'answered' },
    });
    expect(splitCompletion('routing', { outcome: 'routed', leadAgency: 'sgtvt' }, 'c').variables).toEqual({
      outcome: 'routed',
      completionId: 'c',
      leadAgency: 'sgtvt',
      coordinatingAgencies: [],
    });
  });

  it('lets only the codes and numbers of the procedure reach the engine', () => {
    const reaching = new Set<string>();
    for (const stage of stageIds) for (const [name, field] of fieldsOf(stage)) if (field.toEngine) reaching.add(name);
    expect([...reaching].sort()).toEqual(['coordinatingAgencies', 'days', 'district', 'field', 'leadAgency']);
    for (const stage of stageIds) {
      for (const field of Object.values(outcomesOf(stage)).flat()) {
        if (field.kind === 'text' || field.kind === 'attachments') expect(field.toEngine).toBe(false);
      }
    }
  });
});
