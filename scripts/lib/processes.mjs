import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { guardProcess } from './guardian.mjs';
import { waitFor } from './wait-for.mjs';
import { StartError } from './start-error.mjs';

const MAX_LOG_BYTES = 10_000_000;

/**
 * @typedef {object} RunningProcess
 * @property {string} name
 * @property {number} pid also the id of its process group
 * @property {string} logFile
 * @property {number} logStart size of the log before this process wrote to it
 * @property {() => string | undefined} death a sentence once it has ended, else undefined
 * @property {Promise<void>} ended
 * @property {{ signal: string, graceMs: number }} stopBy how it is asked to end, and how long it may take
 */

/**
 * Starts a program in a process group of its own: Ctrl-C in the terminal then reaches the starter alone, and the order of
 * stopping stays ours.
 * @returns {Promise<RunningProcess>}
 */
export async function startProcess({ name, command, args, env, cwd, uid, gid, logFile, stopBy }) {
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  keepSmall(logFile);
  const log = fs.openSync(logFile, 'a');
  const logStart = fs.fstatSync(log).size;
  let sentence;
  const child = spawn(command, args, { env, cwd, uid, gid, detached: true, stdio: ['ignore', log, log] });
  const ended = new Promise((resolve) => {
    child.once('error', (error) => {
      sentence = `${name} could not be started: ${error.message}.`;
      resolve();
    });
    child.once('exit', (code, signal) => {
      sentence = `${name} ended with ${signal ?? `code ${code}`}. Its log: ${logFile}`;
      resolve();
    });
  });
  fs.closeSync(log);
  await new Promise((resolve) => {
    child.once('spawn', resolve);
    child.once('error', resolve);
  });
  if (child.pid === undefined) {
    await ended;
    throw new StartError(sentence);
  }
  guardProcess(child.pid, stopBy);
  return { name, pid: child.pid, logFile, logStart, stopBy, ended, death: () => sentence };
}

/** One older log is kept; it is turned over at a start, since a running process holds the file open. */
function keepSmall(logFile) {
  const size = fs.statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MAX_LOG_BYTES) fs.renameSync(logFile, `${logFile}.1`);
}

/** Waits for `probe`; fails at once, with the end of its log, when the process dies first. */
export function awaitHealthy(running, probe, timeoutMs) {
  const giveUp = () => running.death() && `${running.death()}\n${logTail(running)}`;
  return waitFor(`Waiting for ${running.name} (log: ${running.logFile})`, probe, { timeoutMs, giveUp });
}

/** What this process has written so far, at most the last 64 kB. */
export function logSince(running) {
  const fd = fs.openSync(running.logFile, 'r');
  try {
    const size = fs.fstatSync(fd).size;
    const from = Math.max(running.logStart, size - 65_536);
    const buffer = Buffer.alloc(Math.max(0, size - from));
    fs.readSync(fd, buffer, 0, buffer.length, from);
    return buffer.toString('utf8');
  } finally {
    fs.closeSync(fd);
  }
}

export const logTail = (running, lines = 12) => logSince(running).trimEnd().split('\n').slice(-lines).join('\n');

/** Signals the group, so that helpers of the process go with it. False when nothing is left of it. */
export function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Asks a process to end, and ends its whole group after its grace. Returns when it is gone. */
export async function stopProcess(running) {
  if (!running.death()) {
    const { signal, graceMs } = running.stopBy;
    try {
      process.kill(running.pid, signal);
    } catch {
      // It ended between the question and the signal.
    }
    await Promise.race([running.ended, pause(graceMs, undefined, { ref: false })]);
  }
  signalGroup(running.pid, 'SIGKILL');
  await running.ended;
}
