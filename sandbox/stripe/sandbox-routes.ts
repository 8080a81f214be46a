import { z } from 'zod';
import { changeOrRefuse } from '../http/change-or-refuse';
import type { HttpRequest } from '../http/http-request';
import type { RequestLog } from '../http/request-log';
import { jsonReply, problemReply, type Reply } from '../http/reply';
import type { Routes } from '../http/router';
import { withBody } from '../http/with-body';
import { answerBank } from './answer-bank';
import type { StripeWorld } from './api-call';
import type { PayOutcome } from './complete-session';
import { readLedger } from './ledger';
import { paySession } from './pay-session';
import { advanceDispute, closeDispute, openDispute } from './resources/disputes';
import { failRefund } from './resources/refunds';
import { find } from './stripe-state';
import { findTestCard } from './test-cards';

export interface SandboxDeps {
  readonly world: StripeWorld;
  readonly log: RequestLog;
  readonly change: <T>(work: () => T) => Promise<T>;
}

const payRequest = z.strictObject({
  card: z.string(),
  expMonth: z.number().int().min(1).max(12).default(12),
  expYear: z.number().int().min(2000).max(2100).optional(),
  name: z.string().max(200).default('Test Payer'),
  email: z.email().optional(),
  /** What the payer tells the bank, where it asks. */
  authenticate: z.enum(['approved', 'refused', 'not-yet']).default('approved'),
});
const disputeRequest = z.strictObject({
  paymentIntent: z.string(),
  reason: z.string().max(50).default('fraudulent'),
  isInquiry: z.boolean().default(false),
});
const closeRequest = z.strictObject({ status: z.enum(['won', 'lost']) });

/** What tests, audits and the demo may do that no client of Stripe can. */
export function sandboxRoutes({ world, log, change }: SandboxDeps): Routes {
  const { state } = world;

  const guarded = changeOrRefuse(change);

  const pay = (request: HttpRequest): Promise<Reply> | Reply =>
    withBody(payRequest, request, (body) => {
      const card = findTestCard(body.card);
      if (card === undefined) return problemReply(422, 'Not a test card', 'Use one of the test cards of the pay page.');
      return guarded(() => {
        const session = find(state.sessions, 'checkout.session', request.params['id'] ?? '');
        const expYear = body.expYear ?? new Date(state.clock.now()).getUTCFullYear() + 5;
        const email = body.email ?? null;
        const first = paySession(world, session, { card, expMonth: body.expMonth, expYear, holder: body.name, email });
        if (first.kind !== 'authenticate' || body.authenticate === 'not-yet') return first;
        return answerBank(world, first.redirectTo.split('/').at(-1) ?? '', body.authenticate) satisfies PayOutcome;
      });
    });

  return {
    'POST /_sandbox/pay/:id': pay,
    'GET /_sandbox/ledger': (request) => {
      const order = request.query['order_id'];
      return jsonReply(
        200,
        readLedger(state, (intent) => order === undefined || intent.metadata['order_id'] === order)
      );
    },
    'GET /_sandbox/requests': () => jsonReply(200, { requests: log.all() }),
    'POST /_sandbox/disputes': (request) =>
      withBody(disputeRequest, request, (body) => guarded(() => openDispute(world, body))),
    'POST /_sandbox/disputes/:id/advance': (request) =>
      guarded(() => advanceDispute(world, request.params['id'] ?? '')),
    'POST /_sandbox/disputes/:id/close': (request) =>
      withBody(closeRequest, request, (body) =>
        guarded(() => closeDispute(world, request.params['id'] ?? '', body.status))
      ),
    'POST /_sandbox/refunds/:id/fail': (request) => guarded(() => failRefund(world, request.params['id'] ?? '')),
  };
}
