import { z } from 'zod';
import { receiptsOfOrder } from '../../db/receipt/receipt-read-model';
import { findSeller } from '../../domain/catalogue/catalogue';
import { idField, moneyField } from '../http/fields';
import { defineRoute } from '../http/route';
import { receiptReader } from '../shared/receipt-reader';
import { requireOrder } from '../shared/require-order';
import { receiptItemSchema } from './receipt-schemas';

const bankMoneySchema = z
  .strictObject({
    accounts: z
      .array(z.strictObject({ account: z.string(), bank: z.string(), accountHolder: z.string(), swift: z.string() }))
      .describe('The accounts of the order’s seller in its currency; the first is the one on the proforma'),
    receipts: z
      .array(z.strictObject({ allocationId: idField, allocated: moneyField, receipt: receiptItemSchema }))
      .describe('What pays the order now; what was taken back is left out'),
  })
  .meta({ id: 'OrderBankMoney', description: 'Where an order’s bank money comes to, and what has come' });

export const readBankMoney = defineRoute({
  method: 'GET',
  path: '/v1/orders/:orderId/bank-money',
  access: 'receipt.view',
  tag: 'Receipts',
  summary: 'The receipts that pay an order, and the accounts that its money may come to',
  notFound: 'order_not_found',
  request: { params: z.strictObject({ orderId: idField }) },
  responses: { 200: { description: 'As it stands now', body: bankMoneySchema } },
  async handler({ params, scope, caller }, deps) {
    const order = await requireOrder(deps, scope, params.orderId);
    const { currency } = order.totals.gross;
    const details = findSeller(deps.catalogue, order.sellerId)?.bankDetails ?? [];
    const accounts = details
      .filter((candidate) => candidate.currency === currency)
      .map(({ account, bank, accountHolder, swift }) => ({ account, bank, accountHolder, swift }));
    const receipts = await receiptsOfOrder(deps.db, receiptReader(scope, caller), order.orderId);
    return { status: 200, body: { accounts, receipts } };
  },
});
