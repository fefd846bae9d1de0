import { describe, expect, it } from 'vitest';
import { mailTemplates } from '../mail.ts';
import { fileRefusals, missingParts } from '../mail-in/letter.ts';
import { problemCodes } from '../problems.ts';
import { outcomesOf, stageIds } from '../stages.ts';
import { languageOf, languages, texts } from './texts.ts';

describe.each(languages)('the texts in %s', (language) => {
  const all = texts(language);

  it('name every stage and every outcome of it', () => {
    for (const stage of stageIds) {
      expect(all.names.stages[stage]).toBeTruthy();
      for (const outcome of Object.keys(outcomesOf(stage))) {
        expect((all.history as Record<string, string>)[`${stage}.${outcome}`], `${stage}.${outcome}`).toBeTruthy();
      }
    }
  });

  it('have a title and a cure for each problem, and for no other', () => {
    expect(Object.keys(all.problems).sort()).toEqual([...problemCodes].sort());
  });

  it('have every mail, each naming the report and none a person', () => {
    const data = {
      code: 'QN-26-7K3M-9XQ2-4',
      dueAt: '2026-03-02T10:00:00+07:00',
      stage: 'scope',
      text: 'x',
      link: 'l',
      mail: {
        subject: 'x',
        missing: [...missingParts],
        known: { name: 'An', place: 'x', district: 'tamky', occurredAt: 0, missing: [] },
        refused: fileRefusals.map((why) => ({ name: 'x', why })),
        otherSender: true,
        daysLeft: 5,
        megabytes: 25,
      },
    };
    // Of a mail that is no report yet there is nothing to name.
    const before = ['mail-asked', 'mail-reminded', 'mail-closed', 'mail-refused'];
    for (const template of mailTemplates) {
      const { subject, text } = all.mails[template](data);
      // A release is of the procedure, a succession of many reports, a roster and a password of staff, a webhook of an agency.
      if (!/^(release-|inherited|roster-gap|set-password|webhook-)/.test(template) && !before.includes(template))
        expect(subject).toContain(data.code);
      expect(text).not.toContain('undefined');
    }
    expect(all.mails['supplement-requested'](data).text).toContain('10:00');
  });
});

it('Vietnamese comes first, English by a switch', () => {
  expect(texts(undefined)).toBe(texts('vi'));
  expect(texts('fr')).toBe(texts('vi'));
  expect([languageOf(undefined), languageOf('en-GB,en;q=0.9'), languageOf('fr,vi;q=0.5'), languageOf('de')]).toEqual([
    'vi',
    'en',
    'vi',
    'vi',
  ]);
});

it('time is told as people say it', () => {
  expect(texts('vi').durations.remaining(80)).toBe('còn 1 giờ 20 phút làm việc');
  expect(texts('vi').durations.late(120)).toBe('quá hạn 2 giờ làm việc');
  expect(texts('en').durations.duration(-45)).toBe('45 min');
  expect(texts('vi').durations.moment('2026-03-02T10:00:00+07:00')).toBe('10:00 ngày 02/03/2026');
});
