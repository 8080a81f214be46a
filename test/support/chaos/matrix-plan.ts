import { KILLS, type Kill } from './chaos-world';
import { CUT_MOMENTS, CUTS, cutId } from './cuts';
import type { CutCell } from './run-cut';
import { planBatches, type Batch } from './plan-batches';
import { CELLS, cellId } from './points';
import { timerIds } from './timers';

/** A piece of the matrix that is run, and kept, as a whole. */
export type Piece = { readonly name: string; readonly cellIds: readonly string[] } & (
  | { readonly kind: 'kill'; readonly batch: Batch }
  | { readonly kind: 'cuts'; readonly cuts: readonly CutCell[] }
  | { readonly kind: 'timers'; readonly kill: Kill }
);

/** Orders at once: more would come to their points one after the other, and wait there for too long. */
const BATCH_SIZE = 16;
const CUTS_PER_PIECE = 10;

/** The whole matrix in pieces of a minute or so; the same seed makes the same ones. */
export function planMatrix(seed: string): readonly Piece[] {
  return [...killPieces(seed), ...cutPieces(), ...timerPieces()];
}

function killPieces(seed: string): Piece[] {
  return planBatches(CELLS, { seed, size: BATCH_SIZE }).map((batch) => ({
    kind: 'kill',
    name: `${batch.kill}-${String(batch.no).padStart(2, '0')}`,
    cellIds: batch.cells.map(cellId),
    batch,
  }));
}

function cutPieces(): Piece[] {
  const cells = CUTS.flatMap((cut) => CUT_MOMENTS.map((moment): CutCell => ({ cut, moment })));
  const starts = Array.from({ length: Math.ceil(cells.length / CUTS_PER_PIECE) }, (_, piece) => piece * CUTS_PER_PIECE);
  return starts.map((start, index) => {
    const cuts = cells.slice(start, start + CUTS_PER_PIECE);
    return {
      kind: 'cuts',
      name: `cuts-${index + 1}`,
      cellIds: cuts.map(({ cut, moment }) => cutId(cut, moment)),
      cuts,
    };
  });
}

function timerPieces(): Piece[] {
  return KILLS.map((kill) => ({ kind: 'timers', name: `timers-${kill}`, cellIds: timerIds(kill), kill }));
}
