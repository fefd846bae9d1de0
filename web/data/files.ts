/** Uploads with progress (XMLHttpRequest: fetch can't tell how far an upload is) and the addresses of stored files. */
import type { StoredFile } from '../../domain/api/files.ts';
import { learnTime } from './clock.ts';
import { Problem } from './http.ts';

export type { StoredFile } from '../../domain/api/files.ts';

export interface Upload {
  done: Promise<StoredFile>;
  cancel(): void;
}

/** Sends one file; `onProgress` gets 0…1. Rejects with `Problem`, or AbortError when cancelled. */
export function uploadFile(file: Blob, name: string, onProgress: (share: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<StoredFile>((resolve, reject) => {
    request.open('POST', '/api/files');
    request.responseType = 'text';
    request.setRequestHeader('accept', 'application/json');
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = () => reject(new Problem(0, {}));
    request.onabort = () => reject(new DOMException('', 'AbortError'));
    request.onload = () => {
      learnTime(request.getResponseHeader('business-time'));
      const body = parse(request.responseText);
      if (request.status === 201) resolve(body as StoredFile);
      else reject(new Problem(request.status, (body ?? {}) as Record<string, string>));
    };
    const form = new FormData();
    form.append('file', file, name);
    request.send(form);
  });
  return { done, cancel: () => request.abort() };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Address of a file that the session or the public may read. */
export function fileAddress(id: string, thumb = false): string {
  return `/api/files/${encodeURIComponent(id)}${thumb ? '?size=thumb' : ''}`;
}

/** A private file as an object URL, read with the sender's token (which may travel in no URL). Revoke it when done. */
export async function privateFile(
  id: string,
  token: string | undefined,
  thumb: boolean,
): Promise<{ url: string; type: string }> {
  const headers = token ? { authorization: `Bearer ${token}` } : undefined;
  const response = await fetch(fileAddress(id, thumb), { credentials: 'same-origin', ...(headers && { headers }) });
  if (!response.ok) throw new Problem(response.status, {});
  const blob = await response.blob();
  return { url: URL.createObjectURL(blob), type: response.headers.get('content-type') ?? blob.type };
}
