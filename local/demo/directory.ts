/**
 * The directory that the product starts with (agencies of Annex 1 and the 18 districts, the calendar of 2025–2027) and
 * the demo's accounts (contract, "Demo accounts"). What is there already is left as administrators made it.
 */
import { agencies } from '../../domain/agencies.ts';
import { shippedCalendar } from '../../domain/calendar.ts';
import { shippedDirectory } from '../../domain/directory/shipped.ts';
import type { Person } from '../../store/people.ts';
import type { Store } from '../../store/store.ts';

/** Loads agencies, areas, fields and calendar where they are missing. `machineNow`: epoch ms, for the calendar's record. */
export async function loadBaseDirectory(store: Store, machineNow: number): Promise<void> {
  await store.directory.seed(shippedDirectory);
  if ((await store.calendars.current()) !== null) return;
  try {
    await store.calendars.add({ _id: 1, calendar: shippedCalendar, at: machineNow, by: 'npm start' });
  } catch (error) {
    // 11000: another start was faster with the same calendar.
    if ((error as { code?: number }).code !== 11000) throw error;
  }
}

type Account = Pick<Person, '_id' | 'name' | 'groups'>;

/** Everyone of the contract's list: agencies' officers and leaders, the IOC, the province, those who watch. */
export const demoAccounts: readonly Account[] = [
  { _id: 'ioc.intake', name: 'Cán bộ tiếp nhận IOC', groups: ['ioc-intake'] },
  { _id: 'ioc.duty', name: 'Cán bộ trực IOC', groups: ['ioc-duty'] },
  { _id: 'province', name: 'Văn phòng UBND tỉnh', groups: ['province'] },
  { _id: 'ioc.admin', name: 'Quản trị hệ thống IOC', groups: ['admin'] },
  { _id: 'ioc.watch', name: 'Giám sát IOC', groups: ['watch'] },
  { _id: 'analyst', name: 'Chuyên viên quy trình 1', groups: ['analyst'] },
  { _id: 'analyst2', name: 'Chuyên viên quy trình 2', groups: ['analyst'] },
  { _id: 'leader.province', name: 'Lãnh đạo UBND tỉnh', groups: ['leader-province'] },
  ...agencies.flatMap(({ id, vi }): Account[] => [
    { _id: `${id}.officer`, name: `Cán bộ xử lý – ${vi}`, groups: [`agency:${id}:officer`] },
    { _id: `${id}.leader`, name: `Lãnh đạo – ${vi}`, groups: [`agency:${id}:leader`] },
  ]),
];

/** Replies that departments and districts write again and again; the demo's leaders share them with their officers. */
const demoTemplates = [
  {
    name: 'Đã kiểm tra, khắc phục xong',
    text: '{agency} đã cử cán bộ kiểm tra tại {place} và đã khắc phục xong.',
    stage: 'handling',
    outcome: 'done',
  },
  {
    name: 'Không thuộc thẩm quyền, đã chuyển',
    text: 'Qua kiểm tra, nội dung phản ánh {code} tại {place} không thuộc thẩm quyền của {agency}.',
    stage: 'scope',
    outcome: 'out-of-scope',
  },
  {
    name: 'Xin gia hạn vì chờ vật tư',
    text: 'Đã kiểm tra hiện trường tại {place}; cần thêm thời gian vì phải chờ vật tư thay thế.',
    stage: 'handling',
    outcome: 'extension-requested',
  },
] as const;

/** Adds them where no template is kept yet: what people have changed or removed stays so. */
export async function loadDemoTemplates(store: Store, machineNow: number): Promise<void> {
  const { model } = store.replyTemplates;
  if ((await model.estimatedDocumentCount()) > 0) return;
  await model.bulkWrite(
    agencies.flatMap(({ id }) =>
      demoTemplates.map((template, index) => ({
        updateOne: {
          filter: { _id: `demo-template-${id}-${index + 1}` },
          update: { $setOnInsert: { ...template, unit: id, owner: null, at: machineNow, by: `${id}.leader` } },
          upsert: true,
        },
      })),
    ),
  );
}

export interface DemoOptions {
  password: string;
  /** Makes what the store keeps of a password. */
  hash(password: string): Promise<string>;
}

/**
 * Adds the demo's accounts, or gives those that are there the password of this start. All share one password, so it is
 * hashed once.
 */
export async function loadDemoAccounts(store: Store, { password, hash }: DemoOptions): Promise<void> {
  const passwordHash = await hash(password);
  await store.people.model.bulkWrite(
    demoAccounts.map(({ _id, name, groups }) => ({
      updateOne: {
        filter: { _id },
        update: { $set: { passwordHash }, $setOnInsert: { name, groups, active: true } },
        upsert: true,
      },
    })),
  );
}
