import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

/**
 * When the process with this id was started, as a text to compare: process ids are given out again, the pair is not.
 * @returns {string | undefined} undefined when there is no such process (or only its unread exit status)
 */
export function startedAt(pid) {
  try {
    if (process.platform === 'linux') return fromProc(pid);
    const line = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', timeout: 5000 }).trim();
    return line || undefined;
  } catch {
    return undefined;
  }
}

/** @returns {number | undefined} */
export function parentOf(pid) {
  try {
    if (process.platform === 'linux') return Number(statFields(pid)[1]);
    return Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8', timeout: 5000 }));
  } catch {
    return undefined;
  }
}

/** Fields after the program's name in parentheses, which may hold spaces: state first, parent second, start time twentieth. */
function statFields(pid) {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function fromProc(pid) {
  const fields = statFields(pid);
  return fields[0] === 'Z' ? undefined : fields[19];
}

/** The command line of a running process, arguments separated by spaces; empty when there is none. */
export function commandLine(pid) {
  try {
    if (process.platform === 'linux') return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8', timeout: 5000 });
  } catch {
    return '';
  }
}
