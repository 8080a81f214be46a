import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { ApiProblem } from './client';

interface Submission<V, T> {
  readonly send: (values: V, idempotencyKey: string) => Promise<T>;
  readonly onDone?: (answer: T, values: V) => void;
}

const MAYBE_DONE =
  'Your earlier try may have been accepted after all. Look at what is shown now, and send again only what is missing.';

/**
 * One form's way to the API. The idempotency key stays the same until the answer is known, so that a second click, or a try
 * after a broken connection, does nothing twice; a refusal did nothing, so what is corrected goes under a new one.
 */
export function useSubmit<V, T>({ send, onDone }: Submission<V, T>) {
  const key = useRef(crypto.randomUUID());
  return useMutation<T, Error, V>({
    mutationFn: (values) => send(values, key.current).catch(inWords),
    onSuccess: (answer, values) => onDone?.(answer, values),
    onSettled: (_answer, error) => {
      if (error === null || isRefusal(error)) key.current = crypto.randomUUID();
    },
  });
}

function isRefusal(error: Error): boolean {
  return (
    error instanceof ApiProblem && error.status >= 400 && error.status < 500 && error.code !== 'idempotency_in_flight'
  );
}

function inWords(error: unknown): never {
  if (error instanceof ApiProblem && error.code === 'idempotency_key_reused') {
    throw new ApiProblem(error.status, error.code, MAYBE_DONE, []);
  }
  throw error;
}
