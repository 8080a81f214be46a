import fs from 'node:fs';
import readline from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

import { startedAt } from './process-identity.mjs';

const guarded = [];
const directories = [];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

for await (const line of readline.createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (message.directory) directories.push(message.directory);
  else guarded.push(message);
}
for (const entry of guarded.reverse()) await end(entry);
for (const directory of directories) fs.rmSync(directory, { recursive: true, force: true });

async function end({ pid, startedAt: identity, signal, graceMs }) {
  const isAlive = () => identity !== undefined && startedAt(pid) === identity;
  if (!isAlive()) return;
  send(pid, signal);
  for (let waited = 0; waited < graceMs && isAlive(); waited += 50) await pause(50);
  if (isAlive()) send(-pid, 'SIGKILL');
}

function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself.
  }
}
