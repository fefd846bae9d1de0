import { describe, expect, it } from 'vitest';
import { shippedResources } from '../resources.ts';
import { read } from './read.ts';

const problemsOf = async (name: string, content: string) =>
  (await read({ files: [{ name, content }] }, { progress: () => {} })).problems;
const bpmn = (body: string) => `<?xml version="1.0"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x">
${body}
</definitions>`;

describe('a file that is brought along', () => {
  it('is taken where it is whole: the shipped ones are', async () => {
    const files = await shippedResources();
    expect((await read({ files }, { progress: () => {} })).problems).toEqual([]);
  });

  it.each([
    ['a tag that is not closed', 'a.bpmn', bpmn('<process id="p">'), 'not-well-formed', 4],
    ['text that is no XML', 'a.dmn', 'Quyết định', 'not-well-formed', 1],
    ['an element that BPMN does not know', 'a.bpmn', bpmn('<process id="p"><steps/></process>'), 'not-valid', 3],
    ['a diagram under the name of a table', 'a.dmn', bpmn(''), 'wrong-kind', 1],
    ['entities', 'a.bpmn', '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "c">]>\n<a>&b;</a>', 'doctype', 2],
    ['one id twice', 'a.bpmn', bpmn('<process id="p">\n<task id="t"/>\n<task id="t"/></process>'), 'duplicate-id', 5],
    ['a form that is no JSON', 'a.form', '{\n  "id": "a",\n  "components": [}\n', 'not-json', 3],
    ['JSON that is no form', 'a.form', '{"type":"default"}', 'not-form', 1],
    ['nothing', 'a.bpmn', '  ', 'empty', null],
  ])('is refused with the line: %s', async (_what, name, content, code, line) => {
    expect(await problemsOf(name, content)).toMatchObject([{ file: name, code, line }]);
  });
});
