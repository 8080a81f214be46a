import type { Logger } from 'pino';

export interface PollLoop {
  /** Something new is there: do not wait for the next turn. */
  readonly wake: () => void;
  /** Resolves when the turn under way has ended. */
  readonly stop: () => Promise<void>;
}

const EVERY_MS = 2_000;

/** Runs `turn` every two seconds and whenever woken, one at a time; again at once while a turn finds a full batch. */
export function startPollLoop(name: string, turn: () => Promise<'more' | 'idle'>, log: Logger): PollLoop {
  const state = { stopped: false, woken: false, wakeUp: (): void => undefined };
  const isNeeded = (): boolean => state.woken || state.stopped;

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, EVERY_MS);
      state.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async (): Promise<void> => {
    while (!state.stopped) {
      state.woken = false;
      const found = await turn().catch((error: unknown) => {
        log.warn({ err: error, loop: name }, 'a turn failed; the next one tries again');
        return 'idle' as const;
      });
      if (found === 'idle' && !isNeeded()) await pause();
    }
  };

  const running = run();
  return {
    wake: () => {
      state.woken = true;
      state.wakeUp();
    },
    stop: () => {
      state.stopped = true;
      state.wakeUp();
      return running;
    },
  };
}
