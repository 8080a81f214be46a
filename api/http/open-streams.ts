/** So many live views one person may have open in this process: windows, not programs. */
const MAX_STREAMS_PER_USER = 10;

/** Counts live views per person. */
export interface OpenStreams {
  /** Null when the person has too many; otherwise gives the place back, once. */
  take(userId: string): (() => void) | null;
}

export function createOpenStreams(limit = MAX_STREAMS_PER_USER): OpenStreams {
  const open = new Map<string, number>();
  return {
    take(userId) {
      const count = open.get(userId) ?? 0;
      if (count >= limit) return null;
      open.set(userId, count + 1);
      let isGivenBack = false;
      return () => {
        if (isGivenBack) return;
        isGivenBack = true;
        const left = (open.get(userId) ?? 1) - 1;
        if (left === 0) open.delete(userId);
        else open.set(userId, left);
      };
    },
  };
}
