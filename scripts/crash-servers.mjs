/**
 * Keeps a Postgres and a Temporal for whoever started this program, and lets them crash when told to. Lines of JSON on the
 * standard input, `{ "act": "crash" | "start", "what": "postgres" | "temporal" }`, are answered one by one; the first
 * answer names the servers. Both end with the input.
 */
import './lib/check-node.mjs';
import readline from 'node:readline';

import { CrashServers } from './lib/crash-servers.mjs';
import { explain } from './lib/start-error.mjs';

const answer = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
// Whoever started this program decides when it ends, also when Ctrl-C reaches the whole group.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

const servers = new CrashServers((sentence) => process.stderr.write(`${sentence}\n`));

async function obey({ act, what }) {
  if (act === 'crash') await servers.crash(what);
  else await servers.start(what);
  return {};
}

const attempt = (work) =>
  work().then(
    (value) => answer({ ok: true, ...value }),
    (error) => answer({ ok: false, error: explain(error) })
  );

try {
  await attempt(async () => ({ env: await servers.open() }));
  for await (const line of readline.createInterface({ input: process.stdin })) {
    await attempt(() => obey(JSON.parse(line)));
  }
} finally {
  await servers.close();
}
process.exit(0);
