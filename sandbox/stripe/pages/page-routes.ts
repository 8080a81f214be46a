import { parseForm, type HttpRequest } from '../../http/http-request';
import { missingPage } from '../../http/missing-page';
import { redirectReply, type Reply } from '../../http/reply';
import type { Routes } from '../../http/router';
import { answerBank } from '../answer-bank';
import { ApiError } from '../api-error';
import type { StripeWorld } from '../api-call';
import { closedOutcome, type PayOutcome } from '../complete-session';
import { readLedger } from '../ledger';
import { paySession } from '../pay-session';
import type { PaymentIntentRow, SessionRow, SetupIntentRow } from '../records';
import { closedPage, payPage } from './pay-page';
import { authenticatePage } from './authenticate-page';
import { ledgerPage, openSessionsPage } from './ledger-page';
import { readPayForm } from './pay-form';

export interface PageDeps {
  readonly world: StripeWorld;
  readonly change: <T>(work: () => T) => Promise<T>;
}

/** The pages a payer and a curious developer see. */
export function pageRoutes({ world, change }: PageDeps): Routes {
  const { state } = world;
  const session = (request: HttpRequest): SessionRow | undefined => state.sessions.get(request.params['id'] ?? '');

  const showPay = async (request: HttpRequest): Promise<Reply> => {
    const row = session(request);
    if (row === undefined) return missingPage();
    const closed = await change(() => closedOutcome(world, row));
    return closed?.kind === 'closed' ? closedPage(row, closed) : payPage(state, row, emptyForm(request));
  };

  const pay = async (request: HttpRequest): Promise<Reply> => {
    const row = session(request);
    if (row === undefined) return missingPage();
    const form = readPayForm(parseForm(request.body), state.clock.now());
    if (!form.ok) return payPage(state, row, { error: form.error, values: form.values }, 422);
    const outcome = await change(() => paySession(world, state.sessions.get(row.id) ?? row, form.payer));
    if (outcome.kind !== 'declined') return afterOutcome(row, outcome);
    return payPage(state, row, { error: `${outcome.message} Try another card.`, values: form.values }, 402);
  };

  const intentOf = (request: HttpRequest): PaymentIntentRow | SetupIntentRow | undefined => {
    const id = request.params['id'] ?? '';
    return state.paymentIntents.get(id) ?? state.setupIntents.get(id);
  };

  const answer = async (request: HttpRequest): Promise<Reply> => {
    const intent = intentOf(request);
    if (intent === undefined) return missingPage();
    const said = parseForm(request.body)['answer'] === 'approve' ? 'approved' : 'refused';
    const outcome = await change(() => tryAnswer(world, intent.id, said));
    const row = intent.session === null ? undefined : state.sessions.get(intent.session);
    if (row === undefined) return outcome.kind === 'complete' ? redirectReply(outcome.redirectTo) : missingPage();
    if (outcome.kind !== 'declined') return afterOutcome(row, outcome);
    return payPage(state, row, { error: outcome.message, values: {} }, 402);
  };

  return {
    'GET /': () => openSessionsPage(state),
    'GET /ledger': () => ledgerPage(readLedger(state)),
    'GET /pay/:id': showPay,
    'POST /pay/:id': pay,
    'GET /authenticate/:id': (request) => {
      const intent = intentOf(request);
      return intent === undefined ? missingPage() : authenticatePage(state, intent);
    },
    'POST /authenticate/:id': answer,
  };
}

function afterOutcome(row: SessionRow, outcome: Exclude<PayOutcome, { kind: 'declined' }>): Reply {
  if (outcome.kind !== 'closed') return redirectReply(outcome.redirectTo);
  return outcome.redirectTo === null ? closedPage(row, outcome) : redirectReply(outcome.redirectTo);
}

function tryAnswer(world: StripeWorld, id: string, answer: 'approved' | 'refused'): PayOutcome {
  try {
    return answerBank(world, id, answer);
  } catch (error) {
    if (error instanceof ApiError) return { kind: 'declined', message: error.message };
    throw error;
  }
}

/** `?card=…` fills the number in, for links from the page's own list of test cards. */
function emptyForm(request: HttpRequest): { values: Record<string, string> } {
  const card = request.query['card'];
  return { values: typeof card === 'string' ? { card } : {} };
}
