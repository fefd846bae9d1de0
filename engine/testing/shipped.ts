/** The product's own procedure as a load for tests: its diagram, table and forms as they stand in `bpmn/`. */
import { readdir, readFile } from 'node:fs/promises';

const room = new URL('../../bpmn/', import.meta.url);

/** Pairs of file name and text, the diagram first. */
export async function shippedProcedure(): Promise<[string, string][]> {
  const forms = (await readdir(new URL('forms/', room))).filter((name) => name.endsWith('.form'));
  const paths = ['field-report.bpmn', 'routing.dmn', ...forms.map((name) => `forms/${name}`)];
  return Promise.all(
    paths.map(
      async (path) => [path.split('/').at(-1)!, await readFile(new URL(path, room), 'utf8')] as [string, string],
    ),
  );
}
