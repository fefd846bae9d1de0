/** The exercises' page: the clock and its controls, what has come, what each role has to do, and the sum at the end. */
import { escapeText } from '../../web/handbook/markdown.ts';
import type { Conductor } from './conductor.ts';
import { exercises, type Facts, type State, stateOf, summary } from './exercises.ts';
import { opensAt } from './script.ts';

const states: Record<State, string> = {
  waits: 'Chưa tới',
  open: 'Đang chờ',
  done: 'Xong, đúng hạn',
  late: 'Trễ hạn',
};
const tones: Record<State, string> = { waits: '', open: 'soon', done: 'done', late: 'late' };

/** 60: a minute of the clock a second of the room. */
export const speeds = [
  [0, 'Dừng đồng hồ'],
  [1, 'Chạy như thật'],
  [60, 'Một phút mỗi giây'],
  [300, 'Năm phút mỗi giây'],
] as const;

const clockWords = new Intl.DateTimeFormat('vi-VN', {
  timeZone: 'Asia/Ho_Chi_Minh',
  weekday: 'long',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const hour = new Intl.DateTimeFormat('vi-VN', {
  timeZone: 'Asia/Ho_Chi_Minh',
  day: '2-digit',
  month: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});
const at = (ms: number | null): string => (ms === null ? '' : hour.format(ms));

/** `product`: address of the house's own pages; `styles`: the links to their style sheets. */
export function exercisesPage(conductor: Conductor, facts: Facts, product: string, styles: string): string {
  const { now, next, happened, speed } = conductor;
  const rows = exercises.map((exercise) => {
    const { state, doneAt, dueAt } = stateOf(exercise, facts, now);
    const known = facts.get(exercise.report);
    const account = escapeText(exercise.account);
    const said = doneAt === null && state === 'late' ? 'Đã quá hạn, chưa xong' : states[state];
    return `<tr><td>${escapeText(exercise.role)}<br /><code>${account}</code></td>
<td>${escapeText(exercise.task)} <a href="${product}/handbook/${exercise.handbook}">Sổ tay</a></td>
<td>${known ? `<span class="code">${known.code}</span>` : ''}</td>
<td>${escapeText(exercise.article)}</td><td>${at(dueAt)}</td>
<td><span class="badge ${tones[state]}">${said}</span> ${at(doneAt)}</td></tr>`;
  });
  const sums = summary(facts, Date.parse(opensAt));
  const done = exercises.filter((exercise) => stateOf(exercise, facts, now).doneAt !== null).length;
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" /><title>Buổi tập huấn · Phản ánh hiện trường Quảng Nam</title>
${styles}<link rel="stylesheet" href="/handbook/handbook.css" /><script src="/fresh.js" defer></script></head>
<body>
<aside class="training" aria-label="TẬP HUẤN / TRAINING"><strong>TẬP HUẤN: số liệu không có thật, không gửi gì ra ngoài.</strong> <a href="${product}/tasks">Vào làm việc</a></aside>
<main class="wide"><div class="stack loose">
<header class="stack tight"><h1>Buổi tập huấn</h1>
<p class="read">Đăng nhập ở <a href="${product}/login">${product}</a> bằng tài khoản của vai trò, mật khẩu do người hướng dẫn cho. Bài tập tự được đánh dấu khi hồ sơ ghi nhận, theo đúng hạn của Quy chế.</p></header>
<section class="stack tight" data-fresh="clock"><h2>Đồng hồ: <span class="now">${clockWords.format(now)}</span></h2>
<p>${next ? `Sự kiện kế tiếp lúc ${hour.format(Date.parse(next.at))}.` : 'Mọi sự kiện đã xảy ra.'} Đã xong ${done} trong ${exercises.length} bài tập.</p>
<form class="row" method="post" action="/clock">
${speeds.map(([value, label]) => `<button class="button${value === speed ? ' primary' : ''}" name="speed" value="${value}"${value === speed ? ' aria-pressed="true"' : ''}>${label}</button>`).join('\n')}
${next ? '<button class="button" name="next" value="1">Tới sự kiện kế tiếp</button>' : ''}
</form></section>
<section class="stack tight" data-fresh="story"><h2>Đã xảy ra</h2>
${happened.length ? `<ol>${happened.map((event) => `<li><strong>${hour.format(Date.parse(event.at))}</strong> ${escapeText(event.says)}</li>`).join('')}</ol>` : '<p>Chưa có gì. Người hướng dẫn cho đồng hồ chạy để bắt đầu.</p>'}</section>
<section class="stack tight" data-fresh="exercises"><h2>Bài tập theo vai trò</h2>
<div class="table-scroll" tabindex="0" role="group" aria-label="Bài tập theo vai trò"><table class="table"><thead><tr><th scope="col">Vai trò</th><th scope="col">Việc</th><th scope="col">Phản ánh</th><th scope="col">Căn cứ</th><th scope="col">Hạn</th><th scope="col">Kết quả</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div></section>
<section class="stack tight" data-fresh="sum"><h2>Tổng kết từ 7 giờ: việc đã xong, theo hạn đầu tiên</h2>
${
  sums.length
    ? `<div class="table-scroll" tabindex="0" role="group" aria-label="Tổng kết"><table class="table"><thead><tr><th scope="col">Điều khoản</th><th scope="col">Bước</th><th scope="col">Đúng hạn</th><th scope="col">Trễ hạn</th></tr></thead><tbody>${sums
        .map(
          ({ article, name, onTime, late }) =>
            `<tr><td>${escapeText(article)}</td><td>${escapeText(name)}</td><td>${onTime}</td><td>${late}</td></tr>`,
        )
        .join('')}</tbody></table></div>`
    : '<p>Chưa có việc nào xong.</p>'
}</section>
</div></main></body></html>`;
}

/** Brings the parts of the page up to date without a reload, unless somebody is on one of them. */
export const freshScript = `setInterval(async () => {
  const answer = await fetch('/').catch(() => undefined);
  if (!answer || !answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-fresh]')) {
    const now = page.querySelector('[data-fresh=' + part.dataset.fresh + ']');
    if (now && !part.contains(document.activeElement) && part.innerHTML !== now.innerHTML) part.innerHTML = now.innerHTML;
  }
}, 2000);
`;
