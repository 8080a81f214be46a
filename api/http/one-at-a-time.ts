import { AppError } from './app-error';

/** Temporal takes at most ten updates in flight per workflow and retries the rest silently; we stop well before. */
const MAX_WAITING = 5;

/** Runs calls for one key one after another in this process. @throws AppError `order_busy` beyond five waiting */
export function createOneAtATime(): <T>(key: string, call: () => Promise<T>) => Promise<T> {
  const queues = new Map<string, { tail: Promise<unknown>; waiting: number }>();
  return async (key, call) => {
    const queue = queues.get(key) ?? { tail: Promise.resolve(), waiting: 0 };
    if (queue.waiting > MAX_WAITING) throw new AppError('order_busy', { retryAfterSeconds: 2 });
    queues.set(key, queue);
    queue.waiting += 1;
    // The call before may fail; that is its caller's business.
    const mine = queue.tail.then(call, call);
    queue.tail = mine;
    try {
      return await mine;
    } finally {
      queue.waiting -= 1;
      if (queue.waiting === 0) queues.delete(key);
    }
  };
}
