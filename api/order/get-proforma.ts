import { z } from 'zod';
import { findProforma } from '../../db/invoice/proforma-row';
import { AppError } from '../http/app-error';
import { PDF_RESPONSES, pdfAnswer } from '../http/pdf-answer';
import { requirePdf } from '../http/require-pdf';
import { defineRoute } from '../http/route';
import { orderRefParams } from './order-schemas';

export const getProforma = defineRoute({
  method: 'GET',
  path: '/v1/orders/:order/proforma',
  access: 'order.view',
  tag: 'Orders',
  summary: 'The proforma invoice of an order that is paid by bank transfer, as PDF',
  notFound: 'order_not_found',
  errors: ['order_without_proforma', 'invoice_not_ready'],
  request: { params: orderRefParams, headers: z.object({ 'if-none-match': z.string().max(500).optional() }) },
  responses: PDF_RESPONSES,
  async handler({ params, scope, headers }, deps) {
    const proforma = await findProforma(deps.db, scope, params.order);
    if (proforma === undefined) throw new AppError('order_not_found');
    if (proforma === null) throw new AppError('order_without_proforma');
    return pdfAnswer(await requirePdf(deps.proformaPdf(proforma)), proforma.proformaNo, headers['if-none-match']);
  },
});
