import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actions,
  isEmpty,
  may,
  type Role,
  rights,
  rightsOf,
  roleOf,
  roles,
  scopeOf,
  senderView,
  unitsOf,
  workGroups,
} from './rights.ts';

const groupOf: Record<Role, string> = {
  intake: 'ioc-intake',
  duty: 'ioc-duty',
  province: 'province',
  officer: 'agency:sgtvt:officer',
  leader: 'agency:sgtvt:leader',
  admin: 'admin',
  watch: 'watch',
  analyst: 'analyst',
  'province-leader': 'leader-province',
};

/** The same table once more, as people read it: who, with the reach behind a colon where it is not all. */
const expected: Record<string, string> = {
  'task.see': 'intake duty province:group officer:agency leader:agency watch province-leader',
  'task.claim': 'intake:group duty:group province:group officer:group leader:group',
  'task.hand-over': 'intake:group duty:group province:group officer:group leader:agency',
  'task.complete': 'intake:group duty:group province:group officer:group leader:group',
  'view.share': 'duty leader:agency',
  'delegation.make': 'intake:group duty:group province:group officer:group leader:group',
  'delegation.see': 'duty leader:agency admin',
  'delegation.set': 'leader:agency admin',
  'report.see': 'intake duty province officer:agency leader:agency watch province-leader',
  'report.see-confidential': 'intake duty province officer:agency leader:agency',
  'sender.see-all': 'intake duty',
  'sender.see-contact': 'intake duty officer:agency leader:agency',
  'sender.see-confidential': 'intake duty',
  'disclosure.make': 'intake duty admin',
  'instance.see': 'intake duty province leader:agency admin watch province-leader',
  'diagram.see': 'intake duty province officer leader admin watch analyst province-leader',
  'counts.see': 'intake duty province officer leader admin watch analyst province-leader',
  'incident.see': 'intake duty admin watch',
  'incident.resolve': 'intake duty admin watch',
  'statistics.see': 'intake duty province leader:agency admin watch province-leader',
  'stream.listen': 'intake duty province officer leader admin watch analyst province-leader',
  'template.use': 'intake duty province officer leader',
  'template.share': 'duty province leader',
  'report.link': 'intake duty officer:agency leader:agency',
  'leaders.see': 'province leader:agency province-leader',
  'published.take-down': 'intake duty admin',
  'file.upload-document': 'intake duty province officer leader',
  'model.edit': 'analyst',
  'model.release': 'analyst',
  'instance.change': 'duty admin',
  'instance.migrate': 'duty admin analyst',
  'forecast.see': 'intake duty province admin watch province-leader',
  'directory.edit': 'admin',
  'calendar.edit': 'duty admin',
  'administration.see': 'intake duty admin',
  'mail.see': 'intake duty admin',
  'roster.see': 'intake duty admin watch',
  'roster.edit': 'duty admin',
  'connection.manage': 'admin',
  'statistics.fix': 'duty admin',
  'merit.see': 'duty province admin province-leader',
  'disclosure.see': 'duty admin',
  'erasure.run': 'admin',
  'audit.see': 'admin',
  'health.see': 'duty admin',
  'outbox.see': 'duty admin',
};

describe('the table of rights', () => {
  it('has a row of the expectation for each action', () => {
    expect(Object.keys(expected).sort()).toEqual([...actions].sort());
  });

  it.each(actions.flatMap((action) => roles.map((role) => [action, role] as const)))('%s for %s', (action, role) => {
    const word = expected[action]!.split(' ').find((one) => one.split(':')[0] === role);
    const reach = word === undefined ? 'none' : (word.split(':')[1] ?? 'all');
    expect(rights[action][role]).toBe(reach);

    const mine = { candidateGroups: [groupOf[role]], agencies: ['sgtvt'] };
    const others = { candidateGroups: ['agency:hoian:officer'], agencies: ['hoian'] };
    expect(may([groupOf[role]], action, mine)).toBe(reach !== 'none');
    expect(may([groupOf[role]], action, others)).toBe(reach === 'all');
    expect(rightsOf([groupOf[role]]).includes(action)).toBe(reach !== 'none');
  });

  it('gives nothing to nobody, and nothing for a group that it does not know', () => {
    const anything = fc.string().filter((group) => roleOf(group) === undefined);
    fc.assert(
      fc.property(fc.array(anything), fc.constantFrom(...actions), (groups, action) => {
        expect(isEmpty(scopeOf(groups, action))).toBe(true);
        expect(may(groups, action, { candidateGroups: groups, agencies: groups })).toBe(false);
      }),
    );
    expect(roleOf('constructor')).toBeUndefined();
    expect(roleOf('agency::officer')).toBeUndefined();
    expect(roleOf('agency:sgtvt:chief')).toBeUndefined();
  });

  it('adds up groups: an officer of two agencies sees both, a leader sees the officers of the own agency', () => {
    const both = ['agency:sgtvt:officer', 'agency:hoian:officer'];
    expect(scopeOf(both, 'task.see')).toEqual({ everything: false, groups: [], agencies: ['sgtvt', 'hoian'] });
    expect(may(['agency:sgtvt:leader'], 'task.see', { candidateGroups: ['agency:sgtvt:officer'] })).toBe(true);
    expect(may(['agency:sgtvt:leader'], 'task.claim', { candidateGroups: ['agency:sgtvt:officer'] })).toBe(false);
    expect(may(['agency:sgtvt:leader'], 'task.hand-over', { candidateGroups: ['agency:sgtvt:officer'] })).toBe(true);
  });
});

it('what takes on work is told from what only looks, and which unit a person works in', () => {
  const groups = ['admin', 'watch', 'ioc-duty', 'agency:hoian:leader', 'agency:hoian:officer', 'x'];
  expect(workGroups(groups)).toEqual(['ioc-duty', 'agency:hoian:leader', 'agency:hoian:officer']);
  expect(unitsOf(groups)).toEqual(['ioc', 'agency:hoian']);
  expect(unitsOf(['province', 'analyst'])).toEqual(['province']);
});

describe("a sender's details", () => {
  it.each([
    // group, confidential, lead agency, what is seen
    ['ioc-intake', false, null, 'all'],
    ['ioc-duty', false, 'sgtvt', 'all'],
    ['agency:sgtvt:officer', false, 'sgtvt', 'contact'],
    ['agency:sgtvt:leader', false, 'sgtvt', 'contact'],
    ['agency:hoian:officer', false, 'sgtvt', 'nothing'],
    ['agency:sgtvt:officer', false, null, 'nothing'],
    ['province', false, 'sgtvt', 'nothing'],
    ['admin', false, 'sgtvt', 'nothing'],
    ['watch', false, 'sgtvt', 'nothing'],
    ['analyst', false, 'sgtvt', 'nothing'],
    ['leader-province', false, 'sgtvt', 'nothing'],
    ['agency:sgtvt:officer', true, 'sgtvt', 'nothing'],
    ['agency:sgtvt:leader', true, 'sgtvt', 'nothing'],
    ['ioc-intake', true, 'sgtvt', 'all'],
    ['province', true, 'sgtvt', 'nothing'],
  ] as const)('%s, confidential %s, handled by %s: %s', (group, confidential, leadAgency, view) => {
    expect(senderView([group], { confidential, leadAgency })).toBe(view);
  });
});
