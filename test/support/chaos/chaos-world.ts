import path from 'node:path';
import { createHash } from 'node:crypto';
import type { Policies } from '../../../domain/policies/policies';
import { signIn, type PartnerClient } from '../e2e/partner-client';
import { startSystem, type System } from '../e2e/start-system';
import { startCrashServers, type CrashServers } from './crash-servers';
import { companyFinder, startGate, type Gate } from './gate-server';

const PRELOAD = path.join(__dirname, 'gate.cjs');

/** What can die as a whole. */
export type Kill = 'worker' | 'api' | 'postgres' | 'temporal';
export const KILLS: readonly Kill[] = ['worker', 'api', 'postgres', 'temporal'];

export interface People {
  /** Of the partner. */
  readonly ada: PartnerClient;
  /** Account manager. */
  readonly anna: PartnerClient;
  /** Finance. */
  readonly fred: PartnerClient;
  /** Ops. */
  readonly olga: PartnerClient;
}

/** The whole product on servers of its own that can crash. */
export interface ChaosWorld extends People {
  readonly system: System;
  readonly gate: Gate;
  /** Kills it, and starts it again once `whileDown` has ended. */
  kill(what: Kill, whileDown?: () => Promise<void>): Promise<void>;
  /** Starts again what ended without having been told to; their names. */
  revive(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly policies?: Partial<Policies>;
  /** False: nobody asks the gate, everything runs at full speed. */
  readonly gated?: boolean;
}

/** A lost webhook is made up for by the watch within seconds, so that no cell waits for minutes. */
const POLICIES: Partial<Policies> = { lookUpAfterOpeningMs: [4_000, 12_000, 40_000, 120_000] };

export async function startWorld({ policies = {}, gated = true }: WorldOptions = {}): Promise<ChaosWorld> {
  const servers = await startCrashServers();
  Object.assign(process.env, servers.env);
  let system: System | null = null;
  let gate: Gate | null = null;
  const close = async (): Promise<void> => {
    gate?.open();
    await system?.close();
    await gate?.close();
    await servers.close();
  };
  try {
    const finder: { find: ReturnType<typeof companyFinder> } = { find: () => Promise.resolve(null) };
    gate = await startGate((subject) => finder.find(subject));
    system = await startSystem({
      policies: { ...POLICIES, ...policies },
      ...(gated && { preload: PRELOAD, settings: { PURSER_TEST_GATE: gate.url } }),
    });
    finder.find = companyFinder(system.db);
    return { system, gate, ...(await signInAll(system)), ...killing(system, servers), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function signInAll(system: System): Promise<People> {
  return {
    ada: await signIn(system, 'ada@aurora.example'),
    anna: await signIn(system, 'anna@vendor.example'),
    fred: await signIn(system, 'fred@vendor.example'),
    olga: await signIn(system, 'olga@vendor.example'),
  };
}

function killing(system: System, servers: CrashServers): Pick<ChaosWorld, 'kill' | 'revive'> {
  const kill = async (what: Kill): Promise<void> => {
    if (what === 'worker') return system.killWorker();
    if (what === 'api') return system.killApi();
    return servers.crash(what);
  };
  const start = async (what: Kill): Promise<void> => {
    if (what === 'worker') return system.startWorker();
    if (what === 'api') return system.startApi();
    return servers.start(what);
  };
  return {
    kill: async (what, whileDown = () => Promise.resolve()) => {
      await kill(what);
      await whileDown();
      await start(what);
    },
    revive: async () => {
      const ended = system.ended();
      for (const what of ended) await start(what);
      return ended;
    },
  };
}

/** Numbers between 0 and 1 that the same seed gives again. */
export function randomFrom(seed: string): () => number {
  let count = 0;
  return () => {
    const digest = createHash('sha256').update(`${seed}:${count}`).digest();
    count += 1;
    return digest.readUInt32BE(0) / 0x1_0000_0000;
  };
}
