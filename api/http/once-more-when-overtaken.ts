/** gRPC's FAILED_PRECONDITION. */
const FAILED_PRECONDITION = 9;

/**
 * The engine refuses an update whose workflow task was overtaken by a signal, although its wish may have been carried out. The
 * same update id asks for the answer of that very update, so sending it again does nothing twice. Once: a second refusal is one.
 */
export async function onceMoreWhenOvertaken<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!isOvertaken(error)) throw error;
    return send();
  }
}

/** The client wraps what the server said, or lets it through. */
function isOvertaken(error: unknown): boolean {
  return (
    codeOf(error) === FAILED_PRECONDITION || (error instanceof Error && codeOf(error.cause) === FAILED_PRECONDITION)
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
