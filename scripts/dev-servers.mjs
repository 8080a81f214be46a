/**
 * Keeps the two servers that tests need running in the foreground and prints the lines that point `npx jest` at them:
 *
 *   node scripts/dev-servers.mjs [--output FILE]
 */
import fs from 'node:fs';
import { parseArgs } from 'node:util';

import { explain, StartError } from './lib/start-error.mjs';
import { startTestServers } from './lib/test-servers.mjs';

const { values } = parseArgs({ options: { output: { type: 'string' } } });
const say = (sentence) => process.stderr.write(`${sentence}\n`);

async function main() {
  const servers = await startTestServers({ postgres: true, temporal: true, webUi: true, say });
  try {
    const lines = Object.entries(servers.env).map(([name, value]) => `export ${name}='${value}'\n`);
    process.stdout.write(lines.join(''));
    if (values.output) fs.writeFileSync(values.output, lines.join(''));
    say('Ready. Ctrl-C stops both servers.');
    await Promise.race([stopSignal(), ...servers.processes.map(({ ended }) => ended)]);
    const dead = servers.processes.map(({ death }) => death()).filter(Boolean);
    if (dead.length > 0) throw new StartError(dead.join('\n'));
  } finally {
    await servers.stop();
  }
}

function stopSignal() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, resolve);
  });
}

try {
  await main();
} catch (error) {
  say(explain(error));
  process.exitCode = 1;
}
