import { orderExists } from '../../db/order/order-read-model';
import { readOrderRequest, refuseOrderRequest, withdrawOrderRequest } from '../../db/order/order-requests';
import type { OrderInput, PlaceRefusal, PlaceResult } from '../../workflows/contracts/order-contract';
import type { ApiDeps } from '../http/api-deps';
import { AppError } from '../http/app-error';
import { isRetryable, readRefusal } from './place-refusal';

/** So long the buyer waits for the payment page before the order is answered without its address. */
const PATIENCE_MS = 5_000;

export type Placement = { readonly outcome: 'placed' } | { readonly outcome: 'refused'; readonly code: PlaceRefusal };

/**
 * Starts the order's workflow and waits until it is clear whether there is an order. Whatever goes wrong on the way, the
 * request's row decides: withdrawn here means that `recordOrder` will refuse it, so nothing is placed behind the caller's back.
 * @throws AppError `workflows_unavailable` with nothing written
 */
export async function awaitPlacement(deps: ApiDeps, input: OrderInput): Promise<Placement> {
  const { orderId } = input;
  const answer = deps.workflows.place(input, { requestId: orderId }).then(asAnswered, asFailed);
  const early = await Promise.race([answer, afterPatience()]);
  if (early === 'late' && (await orderExists(deps.db, orderId))) return { outcome: 'placed' };
  const final = early === 'late' ? await answer : early;
  if ('error' in final) return decideWithoutAnswer(deps, orderId, final.error);
  if (final.result.outcome === 'placed') return { outcome: 'placed' };
  const { code } = final.result;
  if (isRetryable(code)) await withdrawOrderRequest(deps.db, orderId);
  else await refuseOrderRequest(deps.db, orderId, { code });
  return { outcome: 'refused', code };
}

async function decideWithoutAnswer(deps: ApiDeps, orderId: string, error: unknown): Promise<Placement> {
  if (await withdrawOrderRequest(deps.db, orderId)) throw asUnavailable(error);
  const request = await readOrderRequest(deps.db, orderId);
  switch (request?.state) {
    case 'placed':
      return { outcome: 'placed' };
    case 'refused':
      return { outcome: 'refused', code: readRefusal(request.refusal) };
    case 'received':
    case 'withdrawn':
    case undefined:
      throw asUnavailable(error);
  }
}

type Answer = { readonly result: PlaceResult } | { readonly error: unknown };

const asAnswered = (result: PlaceResult): Answer => ({ result });
const asFailed = (error: unknown): Answer => ({ error });

function asUnavailable(error: unknown): AppError {
  return error instanceof AppError
    ? error
    : new AppError('workflows_unavailable', { retryAfterSeconds: 5, cause: error });
}

function afterPatience(): Promise<'late'> {
  return new Promise((resolve) => {
    setTimeout(() => resolve('late'), PATIENCE_MS).unref();
  });
}
