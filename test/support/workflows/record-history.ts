import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { RecordedPath, RecordedWorkflow } from './recorded-paths';

export const HISTORIES = path.join(__dirname, '..', '..', 'replay', 'histories');

/** Names of machines and processes: nothing that replay looks at. */
const IDENTITIES = /"identity": "[^"]*"/g;

/** Keeps the history of the path when histories are being recorded; otherwise does nothing. */
export async function recordHistory<W extends RecordedWorkflow>(
  workflow: W,
  name: RecordedPath<W>,
  handle: WorkflowHandle
): Promise<void> {
  if (process.env['PURSER_RECORD_HISTORIES'] !== '1') return;
  const json = historyToJSON(await handle.fetchHistory());
  const directory = path.join(HISTORIES, workflow);
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, `${name}.json`), `${json.replace(IDENTITIES, '"identity": "recorded"')}\n`);
}
