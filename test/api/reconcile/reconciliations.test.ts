import { uuidv7 } from 'uuidv7';
import { beginRun, endRun } from '../../../db/reconcile/reconcile-runs';
import { RECONCILE_LIMITS } from '../../../domain/reconcile/limits';
import { reconcileWorkflowId } from '../../../workflows/contracts/ids';
import { insertUser, type TestUser } from '../../support/api/api-rows';
import { START, startTestApi, type TestApi } from '../../support/api/start-test-api';

let api: TestApi;
let ops: TestUser;
let finance: TestUser;

beforeAll(async () => {
  api = await startTestApi();
  ops = await insertUser(api.deps.db, START, { role: 'ops' });
  finance = await insertUser(api.deps.db, START, { role: 'finance' });
});
afterAll(() => api.stop());
afterEach(() => {
  api.workflows.back();
});

const PATH = '/v1/reconciliations';
const want = (key: string = uuidv7(), body: unknown = {}, { token } = ops) =>
  api.send('POST', PATH, { token, body, headers: { 'idempotency-key': key } });
const read = (path: string, { token } = ops) => api.send('GET', `${PATH}${path}`, { token });

/** What the run's workflow does with its row. */
async function play(workflowId: string): Promise<string> {
  const begun = await beginRun(api.deps.db, { workflowId, trigger: 'schedule', at: START }, RECONCILE_LIMITS);
  await endRun(api.deps.db, begun.runId, { state: 'finished', at: START });
  return begun.runId;
}

const started = (): unknown[] =>
  api.workflows.calls.filter(({ name }) => name === 'startReconciliation').map(({ args }) => args[0]);

describe('POST /v1/reconciliations', () => {
  test('202: is stored, audited and begun, and a repeat gets the same run', async () => {
    const key = uuidv7();
    const answer = await want(key);
    expect(answer).toMatchObject({ status: 202, json: { state: 'wanted', trigger: 'api', requestedBy: ops.userId } });
    const { runId, workflowId } = answer.json as { runId: string; workflowId: string };
    expect(workflowId).toBe(reconcileWorkflowId(runId));
    expect((await want(key)).json.runId).toBe(runId);
    expect(started()).toEqual([runId]);
    const audit = await api.deps.db('audit_log').where({ subject_id: runId }).pluck('what');
    expect(audit).toEqual(['reconciliation.wanted']);
    expect(await play(workflowId)).toBe(runId);
  });

  test('403: finance may read tasks of it, and not start one', async () => {
    expect((await want(uuidv7(), {}, finance)).status).toBe(403);
  });

  test('409: while another runs, or was asked for a moment ago', async () => {
    const workflowId = reconcileWorkflowId(uuidv7());
    const { runId } = await beginRun(api.deps.db, { workflowId, trigger: 'schedule', at: START }, RECONCILE_LIMITS);
    expect(await want()).toMatchObject({ status: 409, json: { code: 'reconciliation_running', runId } });
    await endRun(api.deps.db, runId, { state: 'finished', at: START });
    const first = await want();
    expect(first.status).toBe(202);
    expect((await want()).status).toBe(409);
    await play(String(first.json.workflowId));
  });

  test('422: a body with anything in it', async () => {
    expect((await want(uuidv7(), { since: 'ever' })).status).toBe(422);
  });

  test('503: and the repeat of the same request begins the same run', async () => {
    const key = uuidv7();
    api.workflows.away();
    expect((await want(key)).status).toBe(503);
    api.workflows.back();
    const before = started().length;
    const again = await want(key);
    expect(again.status).toBe(202);
    expect(started().slice(before)).toEqual([again.json.runId]);
    const rows = await api.deps.db('reconcile_runs').where({ state: 'wanted' }).pluck('run_id');
    expect(rows).toEqual([again.json.runId]);
    await play(String(again.json.workflowId));
  });
});

describe('GET /v1/reconciliations', () => {
  test('200: newest first, by pages', async () => {
    const answer = await read('?limit=2');
    expect(answer.status).toBe(200);
    const ids = [...answer.json.items, ...(await read(`?cursor=${String(answer.json.nextCursor)}`)).json.items].map(
      ({ runId }: { runId: string }) => runId
    );
    const all: string[] = await api.deps
      .db('reconcile_runs')
      .orderBy([
        { column: 'wanted_at', order: 'desc' },
        { column: 'run_id', order: 'desc' },
      ])
      .pluck('run_id');
    expect(ids).toEqual(all);
    expect(all.length).toBeGreaterThan(3);
  });

  test('403: finance and partners have no part in it', async () => {
    expect((await read('', finance)).status).toBe(403);
  });

  test('422: a cursor of another list', async () => {
    expect((await read('?cursor=x')).status).toBe(422);
  });
});

describe('GET /v1/reconciliations/:runId', () => {
  test('200: with what it found', async () => {
    const runId = await play(reconcileWorkflowId(uuidv7()));
    const answer = await read(`/${runId}`);
    expect(answer).toMatchObject({ status: 200, json: { runId, state: 'finished', found: {}, leftOver: 0 } });
  });

  test('403: finance and partners have no part in it', async () => {
    expect((await read(`/${uuidv7()}`, finance)).status).toBe(403);
  });

  test('404: none', async () => {
    for (const id of [uuidv7(), 'daily']) {
      expect(await read(`/${id}`)).toMatchObject({ status: 404, json: { code: 'reconciliation_not_found' } });
    }
  });
});
