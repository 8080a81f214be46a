import type { ChaosWorld } from './chaos-world';
import type { Piece } from './matrix-plan';
import { runBatch } from './run-batch';
import { runCut } from './run-cut';
import { runTimers } from './timers';
import type { CellResult } from './verdict';

export interface PieceResult {
  readonly name: string;
  readonly seconds: number;
  readonly kills: number;
  /** Processes that ended by themselves and were started again. */
  readonly ended: readonly string[];
  readonly cells: readonly CellResult[];
}

/** Every cell of the piece has a result, also when the run itself broke. */
export async function runPiece(world: ChaosWorld, piece: Piece): Promise<PieceResult> {
  const began = performance.now();
  const done = await runCells(world, piece).catch((error: unknown) => brokenPiece(piece, error));
  return { name: piece.name, seconds: Math.round((performance.now() - began) / 1_000), ...done };
}

type Done = Pick<PieceResult, 'kills' | 'ended' | 'cells'>;

async function runCells(world: ChaosWorld, piece: Piece): Promise<Done> {
  switch (piece.kind) {
    case 'kill':
      return { kills: 1, ...(await runBatch(world, piece.batch)) };
    case 'timers':
      return { kills: 1, ended: [], cells: await runTimers(world, piece.kill) };
    case 'cuts': {
      const cells: CellResult[] = [];
      for (const [index, cell] of piece.cuts.entries())
        cells.push(await runCut(world, cell, `WP-${piece.name}-${index}`));
      return { kills: 0, ended: [], cells };
    }
  }
}

export function brokenPiece(piece: Piece, error: unknown): Done {
  const line = `the run broke: ${error instanceof Error ? error.message : String(error)}`;
  return { kills: 0, ended: [], cells: piece.cellIds.map((id) => ({ id, wrong: ['lost'], differences: [line] })) };
}
