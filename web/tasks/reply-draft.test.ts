/** The preview of the reply, without a screen. */
import { describe, expect, test } from 'vitest';
import type { TaskDetail } from '../data/tasks.ts';
import { taskDetail } from '../testing/answers.ts';
import { replyDraft } from './reply-draft.ts';

function at(stage: string, data: Record<string, unknown>, report: object = {}, confidential = false): TaskDetail {
  const task = taskDetail({}, { replyAgency: 'Sở Giao thông vận tải', ...data });
  return { ...task, stage, confidential, report: { ...task.report, ...report } };
}

describe('the reply in the form of Annex 2', () => {
  test('follows what is typed at handling, with the sender’s name', () => {
    const draft = replyDraft(at('handling', {}), { outcome: 'done', result: 'Đã vá.', attachments: ['f'] });
    expect(draft?.text).toContain('Kính chào: Ông/bà Nguyễn Văn Nam');
    expect(draft?.text).toContain('Đã vá. (đính kèm văn bản)');
    expect(draft).toMatchObject({ readers: 'undecided', nameless: null, files: ['f'] });
  });

  test.each([
    ['hidden', { hideIdentity: true }, false],
    ['confidential', {}, true],
  ])('leaves the name out where the sender is %s', (nameless, report, confidential) => {
    const draft = replyDraft(at('handling', {}, report, confidential), { outcome: 'done', result: 'x' });
    expect(draft?.text).not.toContain('Nguyễn Văn Nam');
    expect(draft?.nameless).toBe(nameless);
  });

  test('has the officer’s text at approval, and the leader’s with what changed where it is edited', () => {
    const task = at('approval', { result: 'Đã vá.', resultAttachments: ['f'] });
    expect(replyDraft(task, { outcome: 'approved', result: 'bỏ' })?.text).toContain('Đã vá. (đính kèm văn bản)');
    const edited = replyDraft(task, { outcome: 'edited-and-approved', result: 'Đã vá và sơn.' });
    expect(edited?.text).toContain('Đã vá và sơn.');
    expect(edited?.changed).toEqual({ before: 'Đã vá.', after: 'Đã vá và sơn.' });
  });

  test('is not there where nothing would be published', () => {
    expect(replyDraft(at('approval', { result: 'x' }), { outcome: 'returned' })).toBeUndefined();
    expect(replyDraft(at('handling', {}), { outcome: 'extension-requested' })).toBeUndefined();
    expect(replyDraft(at('scope', {}), { outcome: 'in-scope' })).toBeUndefined();
  });

  test('is read by whom the publication says; a sealed one tells nothing, an empty one is the composed text', () => {
    const task = at('publication', { reply: 'Kính chào…' });
    expect(replyDraft(task, { outcome: 'public' })).toMatchObject({ readers: 'public', text: 'Kính chào…' });
    expect(replyDraft(task, { outcome: 'private', reply: 'Khác' })).toMatchObject({ readers: 'private', text: 'Khác' });
    const sealed = replyDraft(task, { outcome: 'sealed', reply: 'Bí mật' });
    expect(sealed?.readers).toBe('sealed');
    expect(sealed?.text).not.toContain('Bí mật');
    const confidential = at('publication', { reply: 'x' }, {}, true);
    expect(replyDraft(confidential, { outcome: 'public' })?.readers).toBe('private');
  });
});
