import type { ErrorCode } from './error-code';
import { MONEY_ERROR_CODES } from './money-error-codes';

/** Every refusal that the API can give. A code is stable once released; its texts are not. */
export const ERROR_CODES = {
  ...MONEY_ERROR_CODES,
  malformed_json: {
    status: 400,
    title: 'Broken JSON',
    detail: 'The body is not valid JSON. Check quotes, commas and brackets, and send it again.',
  },
  malformed_request: {
    status: 400,
    title: 'Broken request',
    detail: 'The request could not be read to its end. Check its address and body, and send it again.',
  },
  malformed_webhook: {
    status: 400,
    title: 'Webhook refused',
    detail: 'The signature does not fit the body. Check the endpoint secret at the provider.',
  },
  not_signed_in: {
    status: 401,
    title: 'Not signed in',
    detail:
      'There is no valid session. Sign in with POST /v1/sessions and send the token as "Authorization: Bearer …".',
  },
  wrong_credentials: {
    status: 401,
    title: 'Sign-in refused',
    detail: 'E-mail or password is wrong. Check both and try again.',
  },
  not_allowed: {
    status: 403,
    title: 'Not allowed',
    detail: 'Your sign-in lacks the right for this. Ask the administrator of your account for it.',
  },
  cross_site_request: {
    status: 403,
    title: 'Request from another site',
    detail: 'A signed-in browser may change things only from our own pages. Programs send a bearer token instead.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    detail: 'There is nothing at this address that you can see. Check the address and the ID in it.',
  },
  company_not_found: {
    status: 404,
    title: 'Company not found',
    detail: 'no company with this ID is assigned to you',
  },
  quote_not_found: { status: 404, title: 'Quote not found', detail: 'You have no quote with this ID. Make a new one.' },
  reconciliation_not_found: {
    status: 404,
    title: 'Reconciliation not found',
    detail: 'There is no reconciliation with this ID. Check it against the list of reconciliations.',
  },
  reconciliation_running: {
    status: 409,
    title: 'A reconciliation is running',
    detail: 'Only one reconciliation runs at a time. Wait until the one that is named here has ended.',
  },
  order_not_found: {
    status: 404,
    title: 'Order not found',
    detail: 'You have no order with this ID or number. Check it against the list of your orders.',
  },
  invoice_not_found: {
    status: 404,
    title: 'Invoice not found',
    detail: 'You have no invoice with this ID. Check it against the list of your invoices.',
  },
  credit_note_not_found: {
    status: 404,
    title: 'Credit note not found',
    detail: 'You have no credit note with this ID. Check it against the list of your credit notes.',
  },
  contact_not_found: {
    status: 404,
    title: 'Billing contact not found',
    detail: 'You have no billing contact with this ID. Check it against the list of your contacts.',
  },
  subscription_not_found: {
    status: 404,
    title: 'Subscription not found',
    detail: 'You have no subscription for a company with this ID. Look the company up first.',
  },
  session_not_found: {
    status: 404,
    title: 'Session not found',
    detail: 'You have no open session with this ID. Check it against the list of your sessions.',
  },
  task_not_found: { status: 404, title: 'Task not found', detail: 'There is no task with this ID for you to see.' },
  partner_not_found: {
    status: 404,
    title: 'Partner not found',
    detail: 'You look after no partner with this ID. Check it against your orders.',
  },
  link_not_found: { status: 404, title: 'Link not found', detail: 'This link is not one of ours.' },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    detail: 'This address knows other methods; the header "Allow" lists them.',
  },
  wrong_state: {
    status: 409,
    title: 'Not possible now',
    detail: 'The current state does not allow this. Read it again and decide anew.',
  },
  quote_used: {
    status: 409,
    title: 'Quote used already',
    detail: 'Another order was placed with this quote. Look at that order, or make a new quote.',
  },
  quote_expired: {
    status: 409,
    title: 'Quote expired',
    detail: 'This quote holds no longer. Make a new one, check its total, and place the order with it.',
  },
  quote_outdated: {
    status: 409,
    title: 'Quote out of date',
    detail: 'The subscription has changed since this quote was made. Make a new one and check its total.',
  },
  billing_differs: {
    status: 409,
    title: 'Other billing data than quoted',
    detail: 'The tax of this quote came from other billing data. Make a new quote with the data you want.',
  },
  open_order_changes_term: {
    status: 409,
    title: 'Another order is open',
    detail: 'An open order already buys or changes the term of this company. Pay or cancel that one first.',
  },
  changed_meanwhile: {
    status: 409,
    title: 'Changed meanwhile',
    detail: 'Somebody else has changed this since you read it. Read it again and repeat your change.',
  },
  idempotency_in_flight: {
    status: 409,
    title: 'Still being worked on',
    detail: 'A request with this Idempotency-Key is still running. Wait a moment and repeat it unchanged.',
  },
  link_gone: { status: 410, title: 'Link no longer works', detail: 'Ask for a new link on its page.' },
  payload_too_large: {
    status: 413,
    title: 'Too large',
    detail: 'The body is larger than 256 kB. Send less at once.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    detail: 'Send the body as "Content-Type: application/json" in UTF-8, not compressed by an unknown method.',
  },
  invalid_input: {
    status: 422,
    title: 'Invalid input',
    detail: 'Some of what was sent cannot be accepted; "errors" names each field and what it needs.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'Idempotency-Key used twice',
    detail: 'This Idempotency-Key belongs to an earlier request with another body. Use a new key for a new request.',
  },
  too_many_requests: {
    status: 429,
    title: 'Too many requests',
    detail: 'You are sending faster than allowed. Wait as long as the header "Retry-After" says.',
  },
  too_many_attempts: {
    status: 429,
    title: 'Too many sign-in attempts',
    detail: 'Signing in from here failed too often. Wait as long as the header "Retry-After" says, then try again.',
  },
  order_busy: {
    status: 429,
    title: 'Order is busy',
    detail: 'Several requests for this order are waiting already. Wait a moment and look at the order again.',
  },
  too_many_streams: {
    status: 429,
    title: 'Too many live views',
    detail: 'You have too many live views of orders open. Close some windows and try again.',
  },
  internal_error: {
    status: 500,
    title: 'Internal error',
    detail: 'Something went wrong on our side. Try again; if it stays, tell us the requestId.',
  },
  workflows_unavailable: {
    status: 503,
    title: 'Temporarily unavailable',
    detail: 'Orders cannot be worked on at the moment. Nothing was done; try again shortly.',
  },
  invoice_not_ready: {
    status: 503,
    title: 'Being prepared',
    detail: 'The PDF is being prepared. Try again in a few seconds.',
  },
  database_unavailable: {
    status: 503,
    title: 'Temporarily unavailable',
    detail: 'The database cannot be reached at the moment. Try again shortly.',
  },
  webhook_unverified: {
    status: 503,
    title: 'Temporarily unavailable',
    detail: 'The certificate behind this signature cannot be fetched at the moment. Send the event again later.',
  },
  workplace_unavailable: {
    status: 503,
    title: 'Temporarily unavailable',
    detail: 'The Workplace system does not answer at the moment. Try again shortly.',
  },
  stopping: { status: 503, title: 'Restarting', detail: 'This server is being restarted. Try again in a few seconds.' },
} as const satisfies Record<string, ErrorCode>;

export type ErrorCodeName = keyof typeof ERROR_CODES;
