/**
 * What a class is to do, by role, and how it is seen from the records that it was done: every tick comes from tasks as
 * the engine's records left them, none from a click on the exercise's page.
 */
import type { Task } from '../../store/tasks.ts';

/** What is known of one report of the script. */
export interface Known {
  code: string;
  tasks: readonly Pick<
    Task,
    | 'stage'
    | 'outcome'
    | 'state'
    | 'endedAt'
    | 'dueAt'
    | 'originalDueAt'
    | 'completedBy'
    | 'agency'
    | 'article'
    | 'name'
    | 'createdAt'
  >[];
  /** Incidents that are over, and those that are not. */
  resolved: number;
  open: number;
}

/** Reports by their id in the script; one that has not come yet is missing. */
export type Facts = ReadonlyMap<string, Known>;
export type State = 'waits' | 'open' | 'done' | 'late';

export interface Exercise {
  role: string;
  account: string;
  /** The report that it is about, by its id in the script. */
  report: string;
  task: string;
  article: string;
  /** Page of the handbook that says how. */
  handbook: string;
  /** When it was done, or null; and by when it had to be. */
  seen(known: Known): { doneAt: number | null; dueAt: number | null };
}

/** The completed task of a stage with one of these outcomes; its date is the one that was in force. */
function completed(
  known: Known,
  stage: string,
  ...outcomes: string[]
): { doneAt: number | null; dueAt: number | null } {
  const own = known.tasks.filter((task) => task.stage === stage);
  const done = own.find((task) => task.state === 'completed' && outcomes.includes(task.outcome ?? ''));
  const task = done ?? own.at(-1);
  return { doneAt: done?.endedAt ?? null, dueAt: task?.dueAt ?? null };
}

const by =
  (stage: string, ...outcomes: string[]) =>
  (known: Known) =>
    completed(known, stage, ...outcomes);

export const exercises: readonly Exercise[] = [
  {
    role: 'Tiếp nhận, Trung tâm IOC',
    account: 'ioc.intake',
    report: 'light',
    task: 'Tiếp nhận phản ánh về đèn tín hiệu, phân loại lĩnh vực.',
    article: 'Khoản 2 Điều 6',
    handbook: 'tiep-nhan',
    seen: by('intake', 'accepted'),
  },
  {
    role: 'Tiếp nhận, Trung tâm IOC',
    account: 'ioc.intake',
    report: 'vague',
    task: 'Phản ánh không rõ nơi, không rõ việc: yêu cầu bổ sung thông tin.',
    article: 'Khoản 1 Điều 6, khoản 2 Điều 5',
    handbook: 'tiep-nhan',
    seen: by('intake', 'incomplete'),
  },
  {
    role: 'Tiếp nhận, Trung tâm IOC',
    account: 'ioc.intake',
    report: 'secret',
    task: 'Tiếp nhận phản ánh mà người gửi yêu cầu giữ bí mật.',
    article: 'Khoản 2 Điều 10',
    handbook: 'tiep-nhan',
    seen: by('intake', 'accepted'),
  },
  {
    role: 'Tiếp nhận, Trung tâm IOC',
    account: 'ioc.intake',
    report: 'answered',
    task: 'Người gửi không hài lòng: chuyển cơ quan xử lý làm rõ.',
    article: 'Khoản 3 Điều 11',
    handbook: 'tiep-nhan',
    seen: by('review', 'clarify'),
  },
  {
    role: 'Trực, Trung tâm IOC',
    account: 'ioc.duty',
    report: 'light',
    task: 'Chuyển phản ánh về đèn tín hiệu cho cơ quan theo Phụ lục 1.',
    article: 'Khoản 2 Điều 7',
    handbook: 'truc-ioc',
    seen: by('routing', 'routed'),
  },
  {
    role: 'Trực, Trung tâm IOC',
    account: 'ioc.duty',
    report: 'wire',
    task: 'Phản ánh dây điện bị trả lại: chuyển đúng cơ quan.',
    article: 'Khoản 2 Điều 7, Phụ lục 1 dòng 7',
    handbook: 'truc-ioc',
    seen(known) {
      const routings = known.tasks.filter((task) => task.stage === 'routing').sort((a, b) => a.createdAt - b.createdAt);
      const second = routings[1];
      // Routed where row 7 of Annex 1 says: the next check of the scope is the department of industry and trade's.
      const right = known.tasks.some((task) => task.stage === 'scope' && task.agency === 'sct');
      return { doneAt: right ? (second?.endedAt ?? null) : null, dueAt: second?.dueAt ?? null };
    },
  },
  {
    role: 'Trực, Trung tâm IOC',
    account: 'ioc.duty',
    report: 'meter',
    task: 'Sự cố: đọc nghĩa và cách khắc phục, cho chạy lại khi kỹ thuật đã báo hết nguyên nhân.',
    article: 'Khoản 1, khoản 3 Điều 13',
    handbook: 'truc-ioc',
    seen(known) {
      const handling = known.tasks.find((task) => task.stage === 'handling');
      return { doneAt: known.resolved > 0 && known.open === 0 ? (handling?.createdAt ?? null) : null, dueAt: null };
    },
  },
  {
    role: 'Cán bộ Sở Thông tin và Truyền thông',
    account: 'sttt.officer',
    report: 'wire',
    task: 'Phản ánh dây điện không thuộc phạm vi: trả lại Trung tâm IOC, đề nghị cơ quan đúng.',
    article: 'Bước 2 Điều 8',
    handbook: 'co-quan',
    seen: by('scope', 'out-of-scope'),
  },
  {
    role: 'Cán bộ Sở Giao thông vận tải',
    account: 'sgtvt.officer',
    report: 'road',
    task: 'Lan can cầu không kịp sửa: xin gia hạn trước khi quá hạn.',
    article: 'Bước 3 Điều 8',
    handbook: 'co-quan',
    seen(known) {
      const asked = completed(known, 'handling', 'extension-requested');
      const own = known.tasks.find((task) => task.stage === 'handling');
      // The extension moves the date; it had to be asked before the first.
      return { ...asked, dueAt: own?.originalDueAt ?? null };
    },
  },
  {
    role: 'Lãnh đạo Sở Giao thông vận tải',
    account: 'sgtvt.leader',
    report: 'road',
    task: 'Quyết định về đề nghị gia hạn.',
    article: 'Bước 3 Điều 8',
    handbook: 'co-quan',
    seen: by('extension', 'granted', 'refused'),
  },
  {
    role: 'Cán bộ UBND thành phố Hội An',
    account: 'hoian.officer',
    report: 'rubbish',
    task: 'Phản ánh rác thải đến hạn lúc 8 giờ: nhập kết quả, kể cả khi đã quá hạn.',
    article: 'Bước 3, Bước 4 Điều 8',
    handbook: 'co-quan',
    seen: by('handling', 'done'),
  },
  {
    role: 'Lãnh đạo UBND thành phố Hội An',
    account: 'hoian.leader',
    report: 'rubbish',
    task: 'Phê duyệt kết quả, hoặc trả lại kèm yêu cầu.',
    article: 'Khoản 2 Điều 9',
    handbook: 'co-quan',
    seen: by('approval', 'approved', 'edited-and-approved', 'returned'),
  },
];

/** `now`: epoch ms of the virtual clock. */
export function stateOf(
  exercise: Exercise,
  facts: Facts,
  now: number,
): { state: State; doneAt: number | null; dueAt: number | null } {
  const known = facts.get(exercise.report);
  const { doneAt, dueAt } = known ? exercise.seen(known) : { doneAt: null, dueAt: null };
  const late = dueAt !== null && (doneAt ?? now) > dueAt;
  if (late) return { state: 'late', doneAt, dueAt };
  if (doneAt !== null) return { state: 'done', doneAt, dueAt };
  return { state: known && (dueAt !== null || known.open > 0) ? 'open' : 'waits', doneAt, dueAt };
}

/** One line of the summary: steps that are over, by the article that sets their time. */
export interface Sum {
  article: string;
  name: string;
  onTime: number;
  late: number;
}

/** Steps that were completed since `from` (epoch ms), on time by their first date or not. */
export function summary(facts: Facts, from: number): Sum[] {
  const sums = new Map<string, Sum>();
  for (const { tasks } of facts.values())
    for (const { state, endedAt, originalDueAt, article, name } of tasks) {
      if (state !== 'completed' || endedAt === null || endedAt < from || !article) continue;
      const key = `${article} ${name}`;
      const sum = sums.get(key) ?? { article, name, onTime: 0, late: 0 };
      if (originalDueAt !== null && endedAt > originalDueAt) sum.late += 1;
      else sum.onTime += 1;
      sums.set(key, sum);
    }
  return [...sums.values()].sort((a, b) => a.article.localeCompare(b.article, 'vi', { numeric: true }));
}
