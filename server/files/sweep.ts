/** Deletes what nobody used within 24 hours: bytes first, so that a crash in between leaves something to sweep again. */
import type { StoredFile } from '../../store/files.ts';
import type { House } from '../house.ts';

/** Returns how many were deleted. */
export async function sweepFiles(house: House): Promise<number> {
  const expired = await house.store.files.expired(house.machineNow(), 200);
  for (const file of expired) await remove(house, file);
  return expired.length;
}

async function remove(house: House, file: StoredFile): Promise<void> {
  // A report may take the file at this very moment: who changes the document first wins.
  const taken = await house.store.files.model.collection.findOneAndUpdate(
    { _id: file._id, reportCode: null } as never,
    { $set: { reportCode: '', expiresAt: file.expiresAt } } as never,
  );
  if (!taken && (await house.store.files.find(file._id))?.reportCode !== '') return;
  await house.store.files.dropBytes(file);
  await house.store.files.model.deleteOne({ _id: file._id, reportCode: '' });
}

/** Sweeps every ten minutes until it is told to stop. */
export function keepSweeping(house: House, onError: (error: unknown) => void): () => void {
  const timer = setInterval(() => void sweepFiles(house).catch(onError), 600_000);
  timer.unref();
  return () => clearInterval(timer);
}
