import { callApi, type Schema } from '../../shared/api/client';
import { newLine } from './bank-line';
import { BankLineForm } from './bank-line-form';
import type { Said } from './outcome-words';

interface ReportFormProps {
  readonly order: Schema<'Order'>;
  readonly onDone: (said: Said) => void;
  readonly onClose: () => void;
}

/** A distributor's word that money has come: no money yet, until the account manager finds it on the statement. */
export function ReportForm({ order, onDone, onClose }: ReportFormProps) {
  const { open } = order.payment;
  return (
    <BankLineForm
      name="Report a receipt"
      heading={<h3>Report a receipt for {order.orderNo}</h3>}
      initial={newLine(open)}
      accounts={null}
      open={open}
      takesEvidence
      submit="Report the receipt"
      send={({ amount, valueDate, payer, note, ...sent }, idempotencyKey) => {
        const evidence = sent.evidenceId === undefined ? {} : { evidenceId: sent.evidenceId };
        return callApi('POST /v1/orders/{orderId}/receipt-reports', {
          params: { orderId: order.orderId },
          body: { amount, valueDate, payer, note, ...evidence },
          idempotencyKey,
        });
      }}
      onDone={() =>
        onDone({
          kind: 'good',
          text: 'Reported. It counts as paid once the account manager has found it on the bank statement.',
        })
      }
      onClose={onClose}
    />
  );
}
