import { z } from 'zod';
import { findInvoiceableOrder } from '../../db/invoice/find-invoiceable-order';
import { resendInvoice } from '../../db/invoice/resend-invoice';
import { AppError } from '../http/app-error';
import { emailField, idField } from '../http/fields';
import { defineRoute } from '../http/route';

export const resendInvoiceRoute = defineRoute({
  method: 'POST',
  path: '/v1/orders/:orderId/resend-invoice',
  access: 'order.resend',
  tag: 'Invoices',
  summary: 'Send the invoice again, to a corrected address where one is given',
  notFound: 'order_not_found',
  errors: ['wrong_state'],
  request: {
    params: z.strictObject({ orderId: idField }),
    body: z.strictObject({ email: emailField.optional().describe('Corrects the address, for this mail only') }),
  },
  responses: {
    202: {
      description: 'On its way with a new link; the older links are revoked',
      body: z.strictObject({ mailId: z.string() }),
    },
  },
  async handler({ params: { orderId }, body, scope, caller, meta }, deps) {
    const state = await findInvoiceableOrder(deps.db, scope, orderId);
    if (state === null) throw new AppError('order_not_found');
    const sent = await resendInvoice(
      deps.db,
      {
        orderId,
        address: body.email ?? null,
        actorId: caller.actor.userId,
        source: meta.source,
        at: meta.at,
      },
      deps.settings.linkSecret
    );
    if (sent === null) {
      const detail =
        'This order has no valid invoice: one is issued once it is paid and active, and was not credited since.';
      throw new AppError('wrong_state', { detail, extra: { currentState: state } });
    }
    return { status: 202, body: { mailId: sent.mailId } };
  },
});
