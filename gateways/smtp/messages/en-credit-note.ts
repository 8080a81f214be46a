import { assertNever } from '../../../domain/assert';
import type { CreditNoteWords, MailMessages } from './mail-messages';

export const EN_CREDIT_NOTE: MailMessages['creditNote'] = {
  subject: ({ creditNoteNo, invoiceNo }) => `Credit note ${creditNoteNo} for invoice ${invoiceNo}`,
  preheader: ({ returned, gross }) =>
    returned === null ? `${gross} credited. No money moves.` : `${returned} was sent back.`,
  heading: ({ returned }) => (returned === null ? 'Your credit note' : 'Your refund and credit note'),
  paragraphs: (words) => [
    `Credit note ${words.creditNoteNo} takes ${words.gross} off invoice ${words.invoiceNo} of order ${words.orderNo}.`,
    moneySentence(words),
  ],
  button: 'Open Purser',
  notes: () => ['The credit note is attached. It also stays in Purser with the order, without a limit.'],
};

function moneySentence({ cause, returned }: CreditNoteWords): string {
  switch (cause) {
    case 'refund':
      return returned === null
        ? 'No money moves.'
        : `${returned} was sent back to whoever paid. It can take some days until it is seen on their account.`;
    case 'returned_at_provider':
      return 'The payment was sent back at the payment provider before. No further money moves.';
    case 'lost_dispute':
      return 'The payment was taken back in a dispute. No further money moves.';
    case 'correction':
      return 'The invoice is made out anew with the corrected billing data; the new one comes in a mail of its own. No money moves.';
    default:
      return assertNever(cause);
  }
}
