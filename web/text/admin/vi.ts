/** Lời của các trang quản trị (/admin). Mỗi phần một tệp. */
import { adminAuditVi } from './audit/vi.ts';
import { adminConnectionsVi } from './connections/vi.ts';
import { adminDirectoryVi } from './directory/vi.ts';
import { adminHealthVi } from './health/vi.ts';
import { adminImportVi } from './import/vi.ts';
import { adminKeepingVi } from './keeping/vi.ts';
import { adminMailVi } from './mail/vi.ts';
import { adminPeopleVi } from './people/vi.ts';

export const adminVi = {
  'admin.title': 'Quản trị',
  'admin.intro': 'Danh mục, con người, kết nối và lưu trữ của dịch vụ.',
  'admin.parts': 'Các phần quản trị',
  'admin.none': 'Không có phần nào dành cho tài khoản này',
  ...adminAuditVi,
  ...adminConnectionsVi,
  ...adminDirectoryVi,
  ...adminHealthVi,
  ...adminImportVi,
  ...adminKeepingVi,
  ...adminMailVi,
  ...adminPeopleVi,
} as const;
