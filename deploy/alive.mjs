/**
 * A container's health check: 0 when the address of `ALIVE_URL` answers 200 within 3 s. Of a server that is `/healthz`: one
 * that waits for its database is alive, and nothing is won by starting it again.
 */
const url = process.env.ALIVE_URL || `http://127.0.0.1:${process.env.PORT || 8080}/healthz`;
const answer = await fetch(url, { signal: AbortSignal.timeout(3_000) }).catch(() => undefined);
process.exit(answer?.ok ? 0 : 1);
