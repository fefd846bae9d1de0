import { beforeEach, describe, expect, it } from 'vitest';
import { Autosave, type Unsaved } from './autosave.ts';

const file = (content: string, name = 'a.bpmn') => ({ name, content });
let asked: { files: string[]; seen: number }[];
let kept: Unsaved | null;
let answer: () => Promise<number>;
let due: (() => void) | null;
let auto: Autosave;
const fire = (): void => {
  const act = due;
  due = null;
  act?.();
};
/** Lets promises that are settled be seen. */
const settle = async (): Promise<void> => {
  for (let n = 0; n < 10; n += 1) await Promise.resolve();
};

beforeEach(() => {
  asked = [];
  kept = null;
  due = null;
  answer = async () => asked.at(-1)!.seen + 1;
  auto = new Autosave(3, {
    async save(files, seen) {
      asked.push({ files: files.map(({ content }) => content), seen });
      return { version: await answer(), changedAt: '', changedBy: 'me' };
    },
    keep: (unsaved) => {
      kept = unsaved;
    },
    onState: () => {},
    onSaved: () => {},
    after: (_ms, act) => {
      due = act;
      return () => {
        if (due === act) due = null;
      };
    },
  });
});
const fails = (status: number) => async () => {
  throw Object.assign(new Error('x'), { status });
};

describe('saving as one works', () => {
  it('waits for a pause, and saves the last of several changes once', async () => {
    auto.change([file('1')]);
    auto.change([file('2')]);
    expect([auto.state, asked.length, kept?.files]).toEqual(['unsaved', 0, [file('2')]]);
    fire();
    await settle();
    expect([auto.state, asked, kept]).toEqual(['saved', [{ files: ['2'], seen: 3 }], null]);
  });

  it('saves over what it has saved before, also what was changed while it was saving', async () => {
    let letGo = (_version: number): void => {};
    answer = () =>
      new Promise((go) => {
        letGo = go;
      });
    auto.change([file('1')]);
    fire();
    await settle();
    auto.change([file('2')]);
    letGo(4);
    await settle();
    expect([auto.state, kept]).toEqual(['unsaved', { seen: 4, files: [file('2')] }]);
    answer = async () => 5;
    fire();
    await settle();
    expect(asked).toEqual([
      { files: ['1'], seen: 3 },
      { files: ['2'], seen: 4 },
    ]);
    expect(auto.state).toBe('saved');
  });

  it('keeps it on the device while there is no network, and saves it when there is', async () => {
    answer = fails(0);
    auto.change([file('1')]);
    fire();
    await settle();
    expect([auto.state, kept]).toEqual(['offline', { seen: 3, files: [file('1')] }]);
    auto.change([file('2', 'b.form')]);
    answer = async () => 4;
    await auto.flush();
    expect(asked.at(-1)).toEqual({ files: ['1', '2'], seen: 3 });
    expect([auto.state, kept]).toEqual(['saved', null]);
  });

  it('stops where somebody else was faster, and loses nothing', async () => {
    answer = fails(412);
    auto.change([file('1')]);
    fire();
    await settle();
    auto.change([file('2')]);
    expect([auto.state, due, auto.unsaved]).toEqual(['stale', null, [file('2')]]);
    await auto.flush();
    expect(asked.length).toBe(1);
    auto.forget(9);
    expect([auto.state, kept, auto.unsaved]).toEqual(['saved', null, []]);
  });

  it('tries again by itself after a failure of the server', async () => {
    answer = fails(500);
    auto.change([file('1')]);
    fire();
    await settle();
    expect(auto.state).toBe('failed');
    answer = async () => 4;
    fire();
    await settle();
    expect(auto.state).toBe('saved');
  });
});
