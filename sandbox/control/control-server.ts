import { z } from 'zod';
import { ClockAdvance, type AdvanceConfig } from '../clock/advance-clock';
import { MAX_OFFSET_MS, type SandboxClock } from '../clock/sandbox-clock';
import { Faults, parseJson } from '../http/faults';
import { parseForm, type HttpRequest } from '../http/http-request';
import { jsonReply, problemReply, redirectReply, type Reply } from '../http/reply';
import { sameSecret } from '../http/same-secret';
import { serveStandIn, type RunningServer } from '../http/stand-in-server';
import { controlPage, type ControlLinks } from './control-page';

export interface ControlDeps {
  readonly clock: SandboxClock;
  readonly advance: AdvanceConfig;
  readonly links: ControlLinks;
}

const stepRequest = z.strictObject({ offsetMs: z.number().int().min(0).max(MAX_OFFSET_MS) });

/** The clock's calls and the page that leads to everything else. */
export function startControl(deps: ControlDeps, port: number): Promise<RunningServer> {
  const { clock } = deps;
  const advance = new ClockAdvance(clock, deps.advance);
  const state = (): Reply => jsonReply(200, { offsetMs: clock.offsetMs, now: clock.iso() });

  const step = async (request: HttpRequest): Promise<Reply> => {
    if (!sameSecret(request.header('x-sandbox-secret'), deps.advance.secret)) {
      return problemReply(401, 'Secret needed', 'Send the control secret in the header x-sandbox-secret.');
    }
    const parsed = stepRequest.safeParse(parseJson(request.body));
    if (!parsed.success) return problemReply(422, 'Not an offset', z.prettifyError(parsed.error));
    const moved = await clock.moveTo(parsed.data.offsetMs);
    return moved ? state() : problemReply(409, 'Time only goes forward', `The offset is ${clock.offsetMs} ms already.`);
  };

  const advanceByJson = async (request: HttpRequest): Promise<Reply> => {
    const result = await advance.advance(parseJson(request.body));
    return result.ok ? state() : problemReply(result.status, 'The clock was not moved', result.sentence);
  };

  const advanceByForm = async (request: HttpRequest): Promise<Reply> => {
    const result = await advance.advance({ by: parseForm(request.body)['by'] });
    return result.ok
      ? redirectReply('/')
      : controlPage(deps.links, clock, { status: result.status, error: result.sentence });
  };

  return serveStandIn(
    {
      name: 'control',
      faults: new Faults(),
      errorReply: (status, sentence) => problemReply(status, 'Not possible', sentence),
      routes: {
        'GET /': () => controlPage(deps.links, clock),
        'GET /clock': state,
        'PUT /clock': step,
        'POST /clock/advance': advanceByJson,
        'POST /clock/advance-by-hand': advanceByForm,
      },
    },
    port
  );
}
