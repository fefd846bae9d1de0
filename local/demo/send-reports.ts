/**
 * Sends sample reports to a running product: `node local/demo/send-reports.ts [how many] [address]`, 40 to
 * PUBLIC_URL or http://127.0.0.1:PORT (8080) where not said. Prints each code with its private link. A report that could not be
 * sent is tried again under the same Idempotency-Key, so that none is there twice.
 */
import { randomInt, randomUUID } from 'node:crypto';
import type { NewReport, ReportReceipt } from '../../domain/api/reports.ts';
import { districtById } from '../../domain/districts.ts';
import { names, type Sample, samples, streets } from './texts.ts';

const hour = 3_600_000;
const pick = <T>(list: readonly T[]): T => list[randomInt(list.length)] as T;

/** The body of a report made from a sample; `now` in epoch ms. */
export function reportFrom(sample: Sample, now: number): NewReport {
  const district = districtById(sample.district);
  return {
    sender: {
      name: pick(names),
      // No Vietnamese number begins with 000: a sample rings at nobody's.
      phone: `000${String(randomInt(10_000_000)).padStart(7, '0')}`,
      ...(randomInt(3) === 0 ? { email: `nguoigui${randomInt(1_000)}@example.com` } : {}),
      ...(randomInt(2) === 0 ? { address: `${pick(streets)}, ${district?.vi ?? 'Quảng Nam'}` } : {}),
    },
    content: sample.content,
    place: { text: sample.place, district: sample.district, lat: sample.lat, lng: sample.lng },
    occurredAt: new Date(now - randomInt(48) * hour).toISOString(),
    hideIdentity: sample.hideIdentity ?? false,
    confidential: sample.confidential ?? false,
  };
}

/** Sends one report. Throws with the problem's words when it is refused, after three tries when nobody answers. */
export async function sendReport(address: string, report: NewReport): Promise<ReportReceipt> {
  const key = randomUUID();
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(`${address}/api/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(report),
    }).catch((error: Error) => error);
    if (answer instanceof Response && answer.status === 201) return (await answer.json()) as ReportReceipt;
    const retry = answer instanceof Error || answer.status === 429 || answer.status === 503;
    if (!retry || attempt === 3) {
      throw new Error(
        answer instanceof Error ? `${address} does not answer` : `${answer.status} ${await answer.text()}`,
      );
    }
    const seconds = answer instanceof Response ? Number(answer.headers.get('retry-after') ?? 1) : 1;
    await new Promise((resolve) => setTimeout(resolve, Math.min(seconds, 60) * 1_000));
  }
}

async function main(count: number, address: string): Promise<void> {
  for (let index = 0; index < count; index++) {
    const sample = samples[index % samples.length] as Sample;
    const { code, accessToken } = await sendReport(address, reportFrom(sample, Date.now()));
    console.log(
      `${code}  ${sample.field.padEnd(12)} ${sample.district.padEnd(10)} ${address}/r/${code}#${accessToken}`,
    );
  }
}

if (import.meta.main) {
  const [count = '40', address = process.env.PUBLIC_URL || `http://127.0.0.1:${process.env.PORT || 8080}`] =
    process.argv.slice(2);
  if (!/^[1-9]\d{0,4}$/.test(count)) {
    console.error('The first argument is how many reports to send: a number from 1 to 99999.');
    process.exit(2);
  }
  await main(Number(count), address.replace(/\/$/, '')).catch((error: Error) => {
    console.error(error.message);
    process.exit(1);
  });
}
