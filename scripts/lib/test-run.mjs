import path from 'node:path';

import { buildPortal, buildServer } from './build.mjs';
import { runJestLayer } from './jest-layer.mjs';
import { explain } from './start-error.mjs';
import { runStaticChecks } from './static-checks.mjs';
import { LAYERS } from './test-layers.mjs';
import { startTestServers } from './test-servers.mjs';
import { bundleWorkflows } from './workflow-bundle.mjs';

/** Settings of a running installation must not reach a test. */
const FOREIGN = /^(PURSER_TEST_|TEMPORAL_|STRIPE_|SANDBOX_|DATABASE_URL$|PURSER_MODE$|API_)/;

/** One run of the test suite: its servers, its layers, its report. */
export class TestRun {
  #say;
  #layers;
  #servers;
  #results = [];
  #obstacles = new Map();
  #isStopped = false;

  constructor({ layers, say }) {
    this.#layers = layers;
    this.#say = say;
  }

  /**
   * @param {{ jestArgs: string[], extraEnv: Record<string, string> }} options
   * @returns {Promise<number>} tests that failed
   */
  async run({ jestArgs, extraEnv }) {
    const env = { ...ownEnvironment(), ...(await this.#prepare()), ...extraEnv };
    for (const together of inTurns(this.#layers)) {
      if (this.#isStopped) break;
      const run = { env, directory: this.#servers.directory, jestArgs };
      await Promise.all(together.map((layer) => this.#measure(layer, () => this.#runLayer(layer, run))));
    }
    this.#report();
    return this.#total('failed');
  }

  async stop() {
    this.#isStopped = true;
    await this.#servers?.stop();
  }

  /** Starts and builds what the chosen layers need; what fails is an obstacle of those layers alone. */
  async #prepare() {
    const needs = (what) => this.#layers.some((layer) => LAYERS[layer][what]);
    this.#servers = await startTestServers({
      postgres: needs('postgres'),
      temporal: needs('temporal'),
      say: this.#say,
    });
    const env = { ...this.#servers.env };
    if (needs('bundle')) {
      const file = path.join(this.#servers.directory, 'workflow-bundle.js');
      await this.#attempt('bundle', async () => {
        if (await bundleWorkflows(file)) env.PURSER_TEST_BUNDLE = file;
      });
    }
    if (needs('build')) {
      await this.#attempt('build', async () => {
        await buildServer(this.#say);
        await buildPortal(this.#say);
      });
    }
    return env;
  }

  async #attempt(what, work) {
    try {
      await work();
    } catch (error) {
      this.#obstacles.set(what, explain(error));
    }
  }

  async #runLayer(layer, run) {
    if (layer === 'static') return runStaticChecks(this.#say);
    const obstacle = ['bundle', 'build'].find((what) => LAYERS[layer][what] && this.#obstacles.has(what));
    if (obstacle === undefined) return runJestLayer(layer, run);
    this.#say(this.#obstacles.get(obstacle));
    return { passed: 0, failed: 1, skipped: 0 };
  }

  async #measure(layer, work) {
    this.#say(`\n── ${layer}`);
    const began = performance.now();
    const counts = await work();
    this.#results.push({ layer, seconds: (performance.now() - began) / 1000, ...counts });
  }

  #report() {
    this.#say('\nlayer         time    budget   passed  failed  skipped');
    for (const { layer, seconds, passed, failed, skipped } of this.#results) {
      const { budget } = LAYERS[layer];
      const columns = [passed, failed, skipped].map((count) => String(count).padStart(7)).join(' ');
      const late = seconds > budget ? '  over its budget' : '';
      this.#say(
        `${layer.padEnd(11)} ${seconds.toFixed(1).padStart(6)} s ${String(budget).padStart(6)} s  ${columns}${late}`
      );
    }
    const skipped = this.#total('skipped');
    const tail = skipped > 0 ? `, ${skipped} skipped` : '';
    this.#say(`\n${this.#total('passed')} passed, ${this.#total('failed')} failed${tail}`);
  }

  #total(column) {
    return this.#results.reduce((sum, result) => sum + result[column], 0);
  }
}

/** One layer after the other; one that names another in `beside` runs while that one does, when both are wanted. */
function inTurns(layers) {
  const isGuest = (layer) => layers.includes(LAYERS[layer].beside);
  const guestsOf = (host) => layers.filter((layer) => LAYERS[layer].beside === host);
  return layers.filter((layer) => !isGuest(layer)).map((host) => [host, ...guestsOf(host)]);
}

const ownEnvironment = () => Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));
