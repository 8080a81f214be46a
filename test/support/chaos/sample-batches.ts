import { KILLS } from './chaos-world';
import { isQuick, shuffle, type Batch } from './plan-batches';
import { CELLS, soleHolderOf } from './points';

/** A few quick cells of each kill, drawn by the seed. */
export function sampleBatches(seed: string, each: number): readonly Batch[] {
  const drawn = shuffle(CELLS.filter(isQuick), seed);
  return KILLS.map((kill, index) => ({
    no: index + 1,
    kill,
    cells: drawn.filter((cell) => cell.kill === kill && soleHolderOf(cell) === null).slice(0, each),
  }));
}
