import {
  CheckoutPaymentIntent,
  type Order,
  type OrderRequest,
  type PaypalWalletAttributes,
  PaypalExperienceUserAction,
  PaypalPaymentTokenUsageType,
  PaypalWalletContextShippingPreference,
  StoreInVaultInstruction,
} from '@paypal/paypal-server-sdk';
import type { OpenCheckout, StartCheckoutInput } from '../shared/payment-provider';
import { GatewayFailure } from '../shared/provider-failure';
import { toPayPalPrice } from './paypal-amount';
import type { PayPalCalls } from './paypal-calls';
import { callPayPal } from './paypal-failure';
import { customIdOf } from './paypal-ids';

const LONGEST_DESCRIPTION = 127;

export async function startCheckout(calls: PayPalCalls, input: StartCheckoutInput): Promise<OpenCheckout> {
  const body = orderRequest(input);
  const order = await callPayPal('write', () => calls.createOrder(body, input.idempotencyKey));
  return toOpenCheckout(order, input);
}

/** PayPal tells no end of a page: it closes when we no longer capture what was approved on it. */
function toOpenCheckout(order: Order, { expiresAt, returnUrl }: StartCheckoutInput): OpenCheckout {
  const page = order.links?.find(({ rel }) => rel === 'payer-action' || rel === 'approve');
  if (order.id === undefined) {
    throw new GatewayFailure('unknown_outcome', 'paypal_no_answer', 'PayPal: an order without an id');
  }
  // A repeat tells what has become of the first one, and an approved order has no page: its buyer comes back to the order.
  return { objectId: order.id, url: page?.href ?? returnUrl, expiresAt };
}

function orderRequest(input: StartCheckoutInput): OrderRequest {
  return {
    intent: CheckoutPaymentIntent.Capture,
    purchaseUnits: [
      {
        customId: customIdOf(input),
        // Where the account refuses a second payment of one invoice id, a forgotten request id cannot charge twice.
        invoiceId: `${input.orderNo}-${input.attemptNo}`,
        description: shortened(input.description),
        amount: toPayPalPrice(input.amount),
      },
    ],
    paymentSource: {
      paypal: {
        experienceContext: {
          returnUrl: input.returnUrl,
          cancelUrl: input.cancelUrl,
          userAction: PaypalExperienceUserAction.PayNow,
          shippingPreference: PaypalWalletContextShippingPreference.NoShipping,
        },
        ...(input.saveMethod && { attributes: SAVED_ON_SUCCESS }),
      },
    },
  };
}

const SAVED_ON_SUCCESS: PaypalWalletAttributes = {
  vault: { storeInVault: StoreInVaultInstruction.OnSuccess, usageType: PaypalPaymentTokenUsageType.Merchant },
};

/** Without half of a character at its end. */
function shortened(text: string): string {
  return text.slice(0, LONGEST_DESCRIPTION).replace(/[\uD800-\uDBFF]$/, '');
}
