import type { Role } from '../../domain/access/role';
import type { TaskState } from '../../domain/task/task-kind';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

/** A piece of work for a person. */
export interface Task {
  readonly taskId: string;
  readonly kind: string;
  readonly subject: string;
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly role: string;
  readonly personId: string | null;
  readonly partnerId: string | null;
  readonly orderId: string | null;
  readonly companyId: string | null;
  readonly dueAt: Instant | null;
  readonly state: TaskState;
  readonly openedAt: Instant;
  readonly openedBy: string;
  readonly closedAt: Instant | null;
  readonly closedBy: string | null;
  readonly closingReason: string | null;
}

/** Tasks go to a role or to one person of it; nobody sees another's. */
export interface TaskReader {
  readonly userId: string;
  readonly role: Role;
}

export interface TaskListQuery {
  readonly reader: TaskReader;
  readonly filter: {
    readonly state?: TaskState;
    readonly kind?: string;
    readonly orderId?: string;
    readonly companyId?: string;
  };
  /** Begins behind this task; null begins at the start. */
  readonly after: { readonly openedAt: Instant; readonly taskId: string } | null;
  readonly limit: number;
}

interface Row {
  task_id: string;
  kind: string;
  subject: string;
  evidence: Record<string, unknown>;
  role: string;
  person_id: string | null;
  partner_id: string | null;
  order_id: string | null;
  company_id: string | null;
  due_at: string | null;
  state: TaskState;
  opened_at: string;
  opened_by: string;
  closed_at: string | null;
  closed_by: string | null;
  closing_reason: string | null;
}

/** Oldest first: what waits longest stands at the top. */
export async function listTasks(db: Db, query: TaskListQuery): Promise<Task[]> {
  const { filter } = query;
  const list = ownTasks(db, query.reader)
    .orderBy([{ column: 'opened_at' }, { column: 'task_id' }])
    .limit(query.limit);
  if (filter.state !== undefined) void list.where('state', filter.state);
  if (filter.kind !== undefined) void list.where('kind', filter.kind);
  if (filter.orderId !== undefined) void list.where('order_id', filter.orderId);
  if (filter.companyId !== undefined) void list.where('company_id', filter.companyId);
  if (query.after !== null) {
    void list.whereRaw('(opened_at, task_id) > (?::timestamptz, ?)', [query.after.openedAt, query.after.taskId]);
  }
  const rows = await list.select('*');
  return rows.map(toTask);
}

/** null: there is none, or it belongs to others. */
export async function readTask(db: Db, reader: TaskReader, taskId: string): Promise<Task | null> {
  const row = await ownTasks(db, reader).where('task_id', taskId).first();
  return row === undefined ? null : toTask(row);
}

/** An account manager's tasks of one partner reach its manager and deputies even where no person is named. */
function ownTasks(db: Db, reader: TaskReader) {
  const query = db<Row>('tasks').where('role', reader.role);
  void query.whereRaw('(person_id is null or person_id = ?)', [reader.userId]);
  if (reader.role === 'account_manager' || reader.role === 'distributor') {
    void query.whereRaw(
      `(person_id = ? or partner_id is null or partner_id in
         (select p.partner_id from partners p
           where p.account_manager_id = ? or p.distributor_id = ? or ? = any(p.deputy_ids)))`,
      [reader.userId, reader.userId, reader.userId, reader.userId]
    );
  }
  return query;
}

function toTask(row: Row): Task {
  return {
    taskId: row.task_id,
    kind: row.kind,
    subject: row.subject,
    evidence: row.evidence,
    role: row.role,
    personId: row.person_id,
    partnerId: row.partner_id,
    orderId: row.order_id,
    companyId: row.company_id,
    dueAt: row.due_at,
    state: row.state,
    openedAt: row.opened_at,
    openedBy: row.opened_by,
    closedAt: row.closed_at,
    closedBy: row.closed_by,
    closingReason: row.closing_reason,
  };
}
