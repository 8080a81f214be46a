const PAUSE_MS = 25;

/** Waits until the check stops throwing and returns something other than false, null and undefined; bounded. */
export async function eventually<T>(check: () => Promise<T> | T, withinMs = 15_000): Promise<NonNullable<T>> {
  const until = Date.now() + withinMs;
  for (;;) {
    try {
      const value = await check();
      if (value !== false && value !== null && value !== undefined) return value;
      if (Date.now() > until) throw new Error('the condition did not come true in time');
    } catch (error) {
      if (Date.now() > until) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
