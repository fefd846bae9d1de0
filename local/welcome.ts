/** What `npm start` says when everything runs: where to go, and the accounts of the demo. */
import type { Directory } from './directory.ts';
import type { LocalSettings } from './settings.ts';

export function welcome(
  settings: LocalSettings,
  directory: Directory,
  password: string | undefined,
  ms: number,
): string {
  const url = settings.publicUrl;
  const lines = [
    '',
    `Phản ánh hiện trường Quảng Nam – sẵn sàng sau ${(ms / 1000).toFixed(1)} giây (ready)`,
    '',
    `  Người dân / citizens        ${url}/`,
    `  Việc cần làm / tasks        ${url}/tasks`,
    `  Giám sát / watch            ${url}/watch`,
    `  API                         ${url}/api/docs`,
  ];
  if (password) {
    lines.push(
      '',
      `  Tài khoản dùng thử, mật khẩu chung / demo accounts, one password: ${password}`,
      '    ioc.intake  ioc.duty  province  ioc.admin  ioc.watch  analyst  leader.province',
      '    <cơ quan>.officer  <cơ quan>.leader  –  sgtvt.officer, sgtvt.leader, hoian.officer, …',
      '',
      '  Gửi phản ánh mẫu / send sample reports: npm run demo:reports',
    );
  } else if (directory.firstAccount) {
    const { username, password: once } = directory.firstAccount;
    lines.push('', `  Tài khoản quản trị đầu tiên / first administrator: ${username}  ${once}  (shown once)`);
  }
  return `${lines.join('\n')}\n\n  Ctrl-C để dừng / to stop\n`;
}
