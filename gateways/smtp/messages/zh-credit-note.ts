import { assertNever } from '../../../domain/assert';
import type { CreditNoteWords, MailMessages } from './mail-messages';

export const ZH_CREDIT_NOTE: MailMessages['creditNote'] = {
  subject: ({ creditNoteNo, invoiceNo }) => `发票 ${invoiceNo} 的贷项通知单 ${creditNoteNo}`,
  preheader: ({ returned, gross }) => (returned === null ? `冲减 ${gross}，不涉及款项往来。` : `已退回 ${returned}。`),
  heading: ({ returned }) => (returned === null ? '您的贷项通知单' : '您的退款和贷项通知单'),
  paragraphs: (words) => [
    `贷项通知单 ${words.creditNoteNo} 冲减订单 ${words.orderNo} 的发票 ${words.invoiceNo}，金额 ${words.gross}。`,
    moneySentence(words),
  ],
  button: '打开 Purser',
  notes: () => ['贷项通知单见附件。您也可以随时在 Purser 的订单中查看，不受次数限制。'],
};

function moneySentence({ cause, returned }: CreditNoteWords): string {
  switch (cause) {
    case 'refund':
      return returned === null
        ? '不涉及款项往来。'
        : `${returned} 已退回原付款方，可能需要几天时间才会显示在其账户中。`;
    case 'returned_at_provider':
      return '该笔付款此前已由支付平台退回，不再涉及其他款项往来。';
    case 'lost_dispute':
      return '该笔付款已因争议被收回，不再涉及其他款项往来。';
    case 'correction':
      return '发票将按更正后的账单信息重新开具，新发票另行发送。不涉及款项往来。';
    default:
      return assertNever(cause);
  }
}
