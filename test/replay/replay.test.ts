import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DefaultLogger, Runtime, Worker, type ReplayWorkerOptions } from '@temporalio/worker';
import * as workflows from '../../workflows';
import { HISTORIES } from '../support/workflows/record-history';
import { RECORDED_PATHS } from '../support/workflows/recorded-paths';

jest.setTimeout(60_000);
Runtime.install({ logger: new DefaultLogger('ERROR') });

interface Recorded {
  readonly workflow: string;
  readonly name: string;
  readonly history: unknown;
}

function readRecorded(): Recorded[] {
  const folders = existsSync(HISTORIES) ? readdirSync(HISTORIES) : [];
  return folders.flatMap((workflow) =>
    readdirSync(path.join(HISTORIES, workflow)).map((file) => ({
      workflow,
      name: path.basename(file, '.json'),
      history: JSON.parse(readFileSync(path.join(HISTORIES, workflow, file), 'utf8')) as unknown,
    }))
  );
}

/** `workflow/path` of every history that the code does not replay, with the reason. */
async function replayAll(recorded: readonly Recorded[], workflowsPath: string): Promise<Record<string, string>> {
  const options: ReplayWorkerOptions = { workflowsPath };
  const problems: Record<string, string> = {};
  const histories = recorded.map(({ workflow, name, history }) => ({ workflowId: `${workflow}/${name}`, history }));
  for await (const { workflowId, error } of Worker.runReplayHistories(options, histories)) {
    if (error !== undefined) problems[workflowId] = error.message;
  }
  return problems;
}

describe('the replay gate', () => {
  it('has a recorded history for every path of every exported workflow', () => {
    const recorded = readRecorded().map(({ workflow, name }) => `${workflow}/${name}`);
    const needed = Object.entries(RECORDED_PATHS).flatMap(([workflow, names]) =>
      names.map((name) => `${workflow}/${name}`)
    );
    expect(recorded.sort()).toEqual(needed.sort());
    expect(Object.keys(workflows).sort()).toEqual(Object.keys(RECORDED_PATHS).sort());
  });

  it('replays every recorded history on the code of today', async () => {
    const recorded = readRecorded();
    expect(recorded.length).toBeGreaterThan(20);
    await expect(replayAll(recorded, require.resolve('../../workflows'))).resolves.toEqual({});
  });

  it('fails on code that does something before what was recorded', async () => {
    const recorded = readRecorded().filter(({ name }) => name === 'paid-by-hint' || name === 'asleep');
    const problems = await replayAll(recorded, require.resolve('./incompatible'));
    expect(Object.keys(problems).sort()).toEqual(['order/paid-by-hint', 'subscription/asleep']);
    for (const problem of Object.values(problems)) expect(problem).toContain('Nondeterminism');
  });
});

interface HistoryEvent {
  readonly markerRecordedEventAttributes?: {
    readonly details: Readonly<Record<string, { payloads: { data?: string }[] }>>;
  };
}

/** Steps that ran inside a workflow task. */
function localSteps(history: unknown): string[] {
  const { events } = history as { events: readonly HistoryEvent[] };
  return events.flatMap(({ markerRecordedEventAttributes: marker }) =>
    Object.values(marker?.details ?? {})
      .flatMap(({ payloads }) => payloads.map(({ data = '' }) => Buffer.from(data, 'base64').toString('utf8')))
      .flatMap((text) => /"activity_type":"(\w+)"/.exec(text)?.[1] ?? [])
  );
}

describe('what runs inside a workflow task', () => {
  it('is nothing that a person asked for: a lost task would leave it done and unheard', () => {
    const local = new Set(readRecorded().flatMap(({ history }) => localSteps(history)));
    expect([...local].sort()).toEqual(['armSubscription', 'closeOrder', 'issueInvoice', 'recordOrder', 'remind']);
  });
});
