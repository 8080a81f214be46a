import { uuidv7 } from 'uuidv7';
import { openTask, type NewTask } from '../../../db/task/open-task';
import { insertPartner, insertUser, type TestUser } from '../../support/api/api-rows';
import { START, startTestApi, type TestApi } from '../../support/api/start-test-api';

let api: TestApi;
let ops: TestUser;
let manager: TestUser;

beforeAll(async () => {
  api = await startTestApi();
  ops = await insertUser(api.deps.db, START, { role: 'ops' });
  manager = await insertUser(api.deps.db, START, { role: 'account_manager' });
});
afterAll(() => api.stop());

function open(task: Partial<NewTask> = {}): Promise<string> {
  return openTask(api.deps.db, {
    dedupeKey: uuidv7(),
    kind: 'order_parked',
    subject: 'An order is parked',
    evidence: { step: 'activateCapacity' },
    at: START,
    ...task,
  });
}
const list = (token: string, query = '') => api.send('GET', `/v1/tasks${query}`, { token });
const idsOf = ({ json }: { json: { items: { taskId: string }[] } }) => json.items.map(({ taskId }) => taskId);
const close = (taskId: string, body: unknown, token = ops.token) =>
  api.send('POST', `/v1/tasks/${taskId}/close`, { token, body });

describe('GET /v1/tasks', () => {
  test('200: each role sees its own, a person what is meant for them, oldest first, by pages', async () => {
    const colleague = await insertUser(api.deps.db, START, { role: 'ops' });
    const forAll = await open({ at: '2026-11-01T00:00:00.000Z' });
    const forMe = await open({ personId: ops.userId, at: '2026-11-02T00:00:00.000Z' });
    const forOther = await open({ personId: colleague.userId, at: '2026-11-03T00:00:00.000Z' });
    expect(idsOf(await list(ops.token))).toEqual([forAll, forMe]);
    expect(idsOf(await list(colleague.token))).toEqual([forAll, forOther]);
    const first = await list(ops.token, '?limit=1');
    expect(idsOf(first)).toEqual([forAll]);
    const second = await list(ops.token, `?limit=1&cursor=${first.json.nextCursor as string}`);
    expect(idsOf(second)).toEqual([forMe]);
    expect(second.json.nextCursor).toBeNull();
    expect(idsOf(await list(ops.token, '?state=done'))).toEqual([]);
    expect(idsOf(await list(ops.token, '?kind=second_money'))).toEqual([]);
  });

  test('200: an account manager sees those of the partners they look after', async () => {
    const mine = await insertPartner(api.deps.db, START, { accountManagerId: manager.userId });
    const others = await insertPartner(api.deps.db, START);
    const taskId = await open({ kind: 'renewal_due', partnerId: mine });
    await open({ kind: 'renewal_due', partnerId: others });
    expect(idsOf(await list(manager.token))).toEqual([taskId]);
  });

  test('403: partners have none', async () => {
    const partnerId = await insertPartner(api.deps.db, START);
    const { token } = await insertUser(api.deps.db, START, { role: 'partner', partnerId });
    expect((await list(token)).status).toBe(403);
  });

  test.each(['?state=lost', '?kind=x', '?cursor=%7B', '?limit=-1'])('422: %s', async (query) => {
    expect((await list(ops.token, query)).status).toBe(422);
  });
});

describe('POST /v1/tasks/:taskId/close', () => {
  test('200: done, or dismissed with a reason, audited', async () => {
    const [done, dismissed] = [await open(), await open()];
    expect(await close(done, { state: 'done' })).toMatchObject({
      status: 200,
      json: { state: 'done', closedBy: ops.userId, closedAt: START },
    });
    expect((await close(dismissed, { state: 'dismissed', reason: 'a test' })).json.closingReason).toBe('a test');
    const audit = await api.deps
      .db('audit_log')
      .whereIn('subject_id', [done, dismissed])
      .orderBy('audit_id')
      .pluck('what');
    expect(audit).toEqual(['task.done', 'task.dismissed']);
  });

  test('404: another role’s task, another person’s, and none', async () => {
    const colleague = await insertUser(api.deps.db, START, { role: 'ops' });
    const forOther = await open({ personId: colleague.userId });
    const forFinance = await open({ kind: 'receipt_to_approve' });
    for (const taskId of [forOther, forFinance, uuidv7(), 'x']) {
      expect(await close(taskId, { state: 'done' })).toMatchObject({ status: 404, json: { code: 'task_not_found' } });
    }
  });

  test('409: of ten parallel closings one wins, the others are told the state', async () => {
    const taskId = await open();
    const answers = await Promise.all(Array.from({ length: 10 }, () => close(taskId, { state: 'done' })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.find(({ status }) => status === 409)?.json).toMatchObject({ currentState: 'done' });
    expect(await api.deps.db('audit_log').where({ subject_id: taskId })).toHaveLength(1);
  });

  test.each([
    [{ state: 'dismissed' }, 'reason'],
    [{ state: 'dismissed', reason: '  ' }, 'reason'],
    [{ state: 'open' }, 'state'],
    [{ state: 'done', reason: 'x'.repeat(10_000) }, 'reason'],
  ])('422: %j', async (body, field) => {
    const answer = await close(await open(), body);
    expect(answer.status).toBe(422);
    expect(answer.json.errors).toContainEqual(expect.objectContaining({ field }));
  });
});
