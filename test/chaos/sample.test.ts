import { startWorld, type ChaosWorld } from '../support/chaos/chaos-world';
import { runBatch } from '../support/chaos/run-batch';
import { sampleBatches } from '../support/chaos/sample-batches';

jest.setTimeout(240_000);

/** Another sample of the matrix: PURSER_CHAOS_SEED=7 npm test -- --layers chaos */
const SEED = process.env['PURSER_CHAOS_SEED'] ?? '1';
const CELLS_OF_A_KILL = 5;

let world: ChaosWorld;
beforeAll(async () => {
  world = await startWorld();
}, 120_000);
afterAll(() => world.close(), 60_000);

describe('a sample of the crash matrix', () => {
  it.each(sampleBatches(SEED, CELLS_OF_A_KILL))('$kill: every order ends as it should, once', async (batch) => {
    expect(batch.cells).toHaveLength(CELLS_OF_A_KILL);
    const { cells, ended } = await runBatch(world, batch);
    expect({ seed: SEED, differences: cells.filter(({ wrong }) => wrong.length > 0), ended }).toEqual({
      seed: SEED,
      differences: [],
      ended: [],
    });
  });
});
