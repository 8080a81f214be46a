import { useEffect, useState } from 'react';

const PAUSE_MS = 300;

/** The value once it has stopped changing, so that not every key press asks the API. */
export function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
