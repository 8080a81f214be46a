import { transformFileSync } from '@swc/core';
import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import {
  CONTROL_SECRET,
  PAYPAL_CLIENT_ID,
  PAYPAL_CLIENT_SECRET,
  PAYPAL_WEBHOOK_ID,
  SECRET_KEY,
  WEBHOOK_SECRET,
  WORKPLACE_KEY,
} from './sandbox-fixture';

const ROOT = join(__dirname, '../../../..');

export interface SandboxProcess {
  readonly urls: Readonly<Record<string, string>>;
  readonly child: ChildProcess;
  /** Resolves with how the process ended. */
  readonly ended: Promise<{ code: number | null; signal: string | null; stderr: string }>;
}

/** Compiles the sandbox into a folder below the project, where node finds the installed packages. */
export function compileSandbox(): string {
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  const out = mkdtempSync(join(ROOT, '.cache', 'sandbox-'));
  for (const entry of readdirSync(join(ROOT, 'sandbox'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const source = join(entry.parentPath, entry.name);
    const goal = join(out, relative(join(ROOT, 'sandbox'), source));
    mkdirSync(dirname(goal), { recursive: true });
    if (!source.endsWith('.ts')) copyFileSync(source, goal);
    else writeFileSync(goal.replace(/\.ts$/, '.js'), compile(source));
  }
  return out;
}

function compile(source: string): string {
  return transformFileSync(source, {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  }).code;
}

export function environment(dataDir: string, webhookUrl = ''): Record<string, string> {
  return {
    SANDBOX_DATA_DIR: dataDir,
    SANDBOX_STRIPE_SECRET_KEY: SECRET_KEY,
    SANDBOX_STRIPE_WEBHOOK_URL: webhookUrl,
    SANDBOX_STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    SANDBOX_PAYPAL_CLIENT_ID: PAYPAL_CLIENT_ID,
    SANDBOX_PAYPAL_CLIENT_SECRET: PAYPAL_CLIENT_SECRET,
    SANDBOX_PAYPAL_WEBHOOK_ID: PAYPAL_WEBHOOK_ID,
    SANDBOX_WORKPLACE_API_KEY: WORKPLACE_KEY,
    SANDBOX_CONTROL_SECRET: CONTROL_SECRET,
  };
}

/** Starts the compiled process and waits for its `ready`. */
export async function spawnSandbox(compiled: string, env: Record<string, string>): Promise<SandboxProcess> {
  const child = spawn(process.execPath, [join(compiled, 'main.js')], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<{ code: number | null; signal: string | null; stderr: string }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal, stderr }));
  });
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (/^ready$/m.test(stdout)) resolve();
    });
  });
  const early = await Promise.race([ready, ended]);
  if (early !== undefined) throw new Error(`The sandbox ended before it was ready: ${early.stderr}`);
  const printed = [...stdout.matchAll(/^(\w+) (\S+:\/\/\S+)$/gm)];
  const urls = Object.fromEntries(printed.map((match) => [match[1] ?? '', match[2] ?? '']));
  return { urls, child, ended };
}
