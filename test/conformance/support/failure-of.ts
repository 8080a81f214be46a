import { GatewayFailure } from '../../../gateways/shared/provider-failure';

/** The failure that a gateway threw. @throws when it threw nothing or something else. */
export async function failureOf(running: Promise<unknown>): Promise<GatewayFailure> {
  try {
    await running;
  } catch (error) {
    if (error instanceof GatewayFailure) return error;
    throw error;
  }
  throw new Error('the gateway gave a result where a failure was expected');
}
