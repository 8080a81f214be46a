import { callApi, type Schema } from '../../shared/api/client';
import { newLine } from './bank-line';
import { BankLineForm } from './bank-line-form';
import { receiptInWords, receiptSaid, type Said } from './outcome-words';

interface ReceiptFormProps {
  readonly order: Schema<'Order'>;
  readonly accounts: Schema<'OrderBankMoney'>['accounts'];
  readonly onDone: (said: Said) => void;
  readonly onClose: () => void;
}

/** Records a line of the bank statement and lets it pay this order, up to what is open. */
export function ReceiptForm({ order, accounts, onDone, onClose }: ReceiptFormProps) {
  const { orderId, partner, payment } = order;
  const { open } = payment;
  return (
    <BankLineForm
      name="Record a receipt"
      heading={<h3>Record a receipt for {order.orderNo}</h3>}
      initial={{ ...newLine(open), account: accounts[0]?.account ?? '' }}
      accounts={accounts}
      open={open}
      takesEvidence
      submit="Record the receipt"
      send={(line, idempotencyKey) => {
        const allocations = [{ orderId, amountMinor: Math.min(line.amount.amountMinor, open.amountMinor) }];
        return callApi('POST /v1/receipts', {
          body: { ...line, partnerId: partner.partnerId, allocations },
          idempotencyKey,
        });
      }}
      onDone={({ receipt, allocations }) => onDone(receiptSaid(receiptInWords(receipt), allocations))}
      onClose={onClose}
    />
  );
}
