import { z } from 'zod';
import { pathId, type ApiCall, type PayPalWorld } from '../api-call';
import { ApiError, notFound, unprocessable } from '../api-error';
import { paymentTokenObject, setupTokenObject } from '../objects/vault-objects';
import { ISSUES } from '../issues';
import { paypalId } from '../paypal-id';
import { find, type PayPalState } from '../paypal-state';
import { readBody, text, webAddress } from '../read-body';
import type { PaymentTokenRow, SetupTokenRow, Subject } from '../records';
import { deletePaymentToken, savePaymentToken } from '../save-payment-token';

const DAY_MS = 86_400_000;
/** Three days to be approved and used: our model, as PayPal's reference names no life for a wallet's setup token. */
const LIFE_MS = 3 * DAY_MS;

const pattern = text(30).regex(/^[A-Z_]+$/);
const customer = z.strictObject({ id: text(22).optional(), merchant_customer_id: text(64).optional() });

const setupRequest = z.strictObject({
  customer: customer.optional(),
  payment_source: z.strictObject({
    paypal: z.strictObject({
      description: text(128).optional(),
      usage_type: z.enum(['MERCHANT', 'PLATFORM']).optional(),
      usage_pattern: pattern.optional(),
      customer_type: z.enum(['CONSUMER', 'BUSINESS']).optional(),
      permit_multiple_payment_tokens: z.boolean().optional(),
      experience_context: z
        .strictObject({
          brand_name: text(300).optional(),
          locale: text(10, 2).optional(),
          return_url: webAddress.optional(),
          cancel_url: webAddress.optional(),
          shipping_preference: z.enum(['GET_FROM_FILE', 'NO_SHIPPING', 'SET_PROVIDED_ADDRESS']).optional(),
          vault_instruction: z.enum(['ON_CREATE_PAYMENT_TOKENS', 'ON_PAYER_APPROVAL']).optional(),
          user_action: z.enum(['CONTINUE', 'SETUP_NOW']).optional(),
        })
        .optional(),
    }),
  }),
});

export function createSetupToken({ state }: PayPalWorld, call: ApiCall): Subject {
  const asked = readBody(setupRequest, call.body);
  const wallet = asked.payment_source.paypal;
  const now = state.clock.now();
  const token: SetupTokenRow = {
    id: paypalId(),
    createdAt: now,
    expiresAt: now + LIFE_MS,
    status: 'PAYER_ACTION_REQUIRED',
    wish: {
      customer: asked.customer?.id ?? null,
      description: wallet.description ?? null,
      usageType: wallet.usage_type ?? 'MERCHANT',
      usagePattern: wallet.usage_pattern ?? null,
    },
    customer: asked.customer?.id ?? paypalId(10),
    returnUrl: wallet.experience_context?.return_url ?? null,
    cancelUrl: wallet.experience_context?.cancel_url ?? null,
    payer: null,
  };
  state.setupTokens.put(token.id, token);
  return { kind: 'setup-token', id: token.id };
}

export function readSetupToken({ state }: PayPalWorld, call: ApiCall): object {
  const token = find(state.setupTokens, pathId(call));
  if (isOver(state, token)) throw notFound();
  return setupTokenObject(state, token);
}

const tokenRequest = z.strictObject({
  customer: customer.optional(),
  payment_source: z.strictObject({
    token: z.strictObject({ id: text(255), type: z.literal('SETUP_TOKEN') }),
  }),
});

export function createPaymentToken(world: PayPalWorld, call: ApiCall): Subject {
  const { state } = world;
  const asked = readBody(tokenRequest, call.body).payment_source.token;
  const setup = state.setupTokens.get(asked.id);
  if (setup === undefined || isOver(state, setup))
    throw new ApiError(404, { issue: 'TOKEN_ID_NOT_FOUND', description: ISSUES.TOKEN_ID_NOT_FOUND });
  if (setup.status === 'VAULTED') throw unprocessable('SETUP_TOKEN_ALREADY_TOKENIZED');
  if (setup.status !== 'APPROVED' || setup.payer === null) throw unprocessable('PAYER_ACTION_REQUIRED');
  state.setupTokens.put(setup.id, { ...setup, status: 'VAULTED' });
  const token = savePaymentToken(world, { payer: setup.payer, wish: setup.wish, customer: setup.customer });
  return { kind: 'payment-token', id: token.id };
}

function isOver(state: PayPalState, token: SetupTokenRow): boolean {
  return token.status !== 'VAULTED' && token.expiresAt <= state.clock.now();
}

export function livingToken(state: PayPalState, id: string): PaymentTokenRow {
  const token = find(state.paymentTokens, id);
  if (token.isDeleted) throw notFound();
  return token;
}

export function readPaymentToken({ state }: PayPalWorld, call: ApiCall): object {
  return paymentTokenObject(state, livingToken(state, pathId(call)));
}

export function removePaymentToken(world: PayPalWorld, call: ApiCall): void {
  deletePaymentToken(world, pathId(call));
}
