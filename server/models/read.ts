/** Refuses files that are not what their names say, with the line, before anything of them is kept. */
import type { ModelFile } from '../../store/models.ts';
import type { House } from '../house.ts';
import { Problem } from '../problem.ts';

/** @throws 422 with `errors[]`: pointer `/files/<n>/content`, code, line, column and the reader's words */
export async function needGoodFiles(
  { sandbox }: House,
  files: readonly ModelFile[],
  signal?: AbortSignal,
): Promise<void> {
  const { problems } = await sandbox.run('read', { files }, signal ? { signal } : {});
  if (problems.length === 0) return;
  const errors = problems.map(({ file, code, line, column, said }) => ({
    pointer: `/files/${files.findIndex(({ name }) => name === file)}/content`,
    code: `file-${code}`,
    ...(line === null ? {} : { line }),
    ...(column === null ? {} : { column }),
    ...(said === '' ? {} : { said }),
  }));
  throw new Problem('invalid', { errors });
}
