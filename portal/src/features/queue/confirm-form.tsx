import { callApi, type Schema } from '../../shared/api/client';
import { amountText } from '../../shared/format/amount';
import { BankLineForm } from './bank-line-form';
import { receiptInWords, receiptSaid, type Said } from './outcome-words';

interface ConfirmFormProps {
  readonly report: Schema<'ReceiptReport'>;
  readonly open: Schema<'Money'>;
  readonly accounts: Schema<'OrderBankMoney'>['accounts'];
  readonly onDone: (said: Said) => void;
  readonly onClose: () => void;
}

/** A distributor's word becomes money by the line of the statement that it is about, which may say otherwise. */
export function ConfirmForm({ report, open, accounts, onDone, onClose }: ConfirmFormProps) {
  const { amount, valueDate, payer } = report;
  return (
    <BankLineForm
      name="Confirm the report"
      heading={<p>Find the line on the bank statement and copy it; what differs from the report is taken from here.</p>}
      initial={{
        account: accounts[0]?.account ?? '',
        valueDate,
        bankReference: '',
        amount: amountText(amount.amountMinor, amount.currency),
        payer,
        note: '',
      }}
      accounts={accounts}
      open={open}
      submit="Confirm with this line"
      send={(body, idempotencyKey) =>
        callApi('POST /v1/receipt-reports/{report}/confirm', {
          params: { report: report.reportId },
          body,
          idempotencyKey,
        })
      }
      onDone={({ receipt, allocations }) =>
        onDone(receiptSaid(`The report is confirmed. ${receiptInWords(receipt)}`, allocations))
      }
      onClose={onClose}
    />
  );
}
