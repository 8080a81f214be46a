import { jsonReply, type Reply } from './reply';

/** A provider's refusal, thrown in the middle of a change. */
export abstract class Refusal extends Error {
  abstract reply(): Reply;
}

/** Runs a change and answers with what it returned, or with the refusal it threw; its changes stay in both cases. */
export function changeOrRefuse(change: <T>(work: () => T) => Promise<T>): (work: () => object) => Promise<Reply> {
  return async (work) => {
    const outcome = await change(() => {
      try {
        return work();
      } catch (error) {
        if (error instanceof Refusal) return error;
        throw error;
      }
    });
    return outcome instanceof Refusal ? outcome.reply() : jsonReply(200, outcome);
  };
}
