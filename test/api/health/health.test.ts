import { startTestApi, type TestApi } from '../../support/api/start-test-api';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());
afterEach(() => api.workflows.back());

describe('GET /health/live', () => {
  it('200: as long as the process runs', async () => {
    expect((await api.send('GET', '/health/live')).json).toEqual({ status: 'live' });
  });
});

describe('GET /health/ready', () => {
  it('200: when database, schema and workflows answer', async () => {
    const { status, json } = await api.send('GET', '/health/ready');
    expect([status, json.checks]).toEqual([200, { process: 'ok', database: 'ok', workflows: 'ok' }]);
  });

  it('503: names what is away', async () => {
    api.workflows.away();
    const { status, json } = await api.send('GET', '/health/ready');
    expect([status, json.checks.workflows]).toEqual([503, 'unreachable']);
  });

  it('503: when the process stops', async () => {
    const stopping = await startTestApi({ deps: { stopping: AbortSignal.abort() } });
    const { status, json } = await stopping.send('GET', '/health/ready');
    await stopping.stop();
    expect([status, json.checks.process]).toEqual([503, 'stopping']);
  });
});
