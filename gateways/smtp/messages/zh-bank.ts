import type { BankMessages, PlacedOfflineWords } from './bank-messages';

export const ZH_BANK: BankMessages = {
  accountOnRequest: '银行账户信息由您的客户经理提供',
  placedOffline: {
    subject: ({ orderNo, total }) => `订单 ${orderNo} 的付款说明：银行转账 ${total}`,
    preheader: ({ deadline }) => `请于 ${deadline} 前付款。`,
    heading: () => '您的订单等待银行转账',
    paragraphs: (p) => [
      `您为 ${p.company} 提交的订单 ${p.orderNo} 已生成。请于 ${p.deadline} 前将 ${p.total} 转入下列账户，并在转账中注明付款备注。`,
      p.piNumber === null
        ? `形式发票 ${p.proformaNo ?? ''} 见附件。它不是税务发票，正式发票将在付款后开具。`
        : `您已注明 PI ${p.piNumber}，因此我们不再另行开具形式发票。正式发票将在付款后开具。`,
      `${contact(p)}将与您联系付款事宜。全部款项到账后，您订购的内容立即生效。`,
    ],
    button: '打开订单',
    notes: () => ['请足额转账，银行手续费由您承担。如逾期未付款，订单将关闭，不会收取任何费用。'],
  },
  partlyReceived: {
    subject: ({ orderNo, open }) => `订单 ${orderNo} 已收到部分付款，尚余 ${open}`,
    preheader: ({ deadline }) => `请于 ${deadline} 前支付余款。`,
    heading: () => '我们已收到您的部分付款',
    paragraphs: ({ orderNo, companyId, total, received, open, deadline }) => [
      `公司 ${companyId} 的订单 ${orderNo} 总额 ${total}，已到账 ${received ?? ''}，尚余 ${open} 待付。`,
      `请于 ${deadline} 前支付余款，并注明相同的付款备注。全部款项到账后，您订购的内容立即生效。`,
    ],
    button: '打开订单',
    notes: () => ['如果您已安排支付余款，则无需其他操作。'],
  },
  expiring: {
    subject: ({ orderNo, open, received, deadline }) =>
      received === null
        ? `订单 ${orderNo} 尚未付款，将于 ${deadline} 关闭`
        : `订单 ${orderNo} 尚未付清：请于 ${deadline} 前支付 ${open}`,
    preheader: ({ open }) => `待付款：${open}`,
    heading: () => '您的订单等待付款',
    paragraphs: ({ orderNo, companyId, open, received, deadline }) => [
      `公司 ${companyId} 的订单 ${orderNo} 仍待付款 ${open}。`,
      received === null
        ? `如未付款，订单将于 ${deadline} 关闭，不会收取任何费用。`
        : `已到账 ${received}，因此订单不会自动关闭。请于 ${deadline} 前支付余款，或与您的客户经理联系。`,
    ],
    button: '打开订单',
    notes: () => ['如果您已安排付款，则无需其他操作。'],
  },
  followUp: {
    subject: ({ orderNo, partner, open }) => `${partner} 的订单 ${orderNo} 待付款 ${open}`,
    preheader: ({ days, deadline }) => `下单已 ${days} 天，付款截止时间 ${deadline}。`,
    heading: () => '有订单等待银行转账',
    paragraphs: ({ orderNo, partner, companyId, days, open, total, deadline }) => [
      `${partner} 为公司 ${companyId} 提交的订单 ${orderNo} 下单已 ${days} 天。总额 ${total}，待付 ${open}，付款截止时间为 ${deadline}。`,
      '请向合作伙伴确认转账情况。银行到账后请登记收款；如约定延期，请延长订单期限。',
    ],
    button: '打开订单',
    notes: () => ['如未付款，订单将在截止时间关闭。已有收款的订单不会关闭，将由您处理。'],
  },
  approvalWaiting: {
    subject: ({ orderNo, total }) => `订单 ${orderNo} 等待审批：${total}`,
    preheader: ({ partner, since }) => `${partner}，自 ${since} 起等待。`,
    heading: () => '有订单等待复核',
    paragraphs: ({ orderNo, partner, total, since }) => [
      `${partner} 的订单 ${orderNo} 的银行转账 ${total} 已全部登记。超过限额的订单须先由财务人员审批；该订单自 ${since} 起等待审批。`,
      '请将收款记录与银行对账单核对，然后批准或驳回该订单。批准后合作伙伴的容量才会生效。',
    ],
    button: '打开订单',
    notes: () => ['在批准或驳回之前，您每天都会收到本邮件。'],
  },
  lateMoneyReturned: {
    subject: ({ orderNo, amount }) => `订单 ${orderNo} 的款项 ${amount} 已退回`,
    preheader: () => '您无需任何操作。',
    heading: () => '您的款项正在退回',
    paragraphs: ({ orderNo, amount, method, at }) => [
      `我们收到订单 ${orderNo} 的款项 ${amount} 时，该订单已关闭或已付清，因此已于 ${at} 将款项退回。`,
      `款项将原路退回（${method}），到账可能需要几天时间。`,
    ],
    button: '打开 Purser',
    notes: () => ['如您仍需订购，请重新下单。'],
  },
  refundReceipt: {
    subject: ({ orderNo, amount }) => `退款凭据：订单 ${orderNo}，金额 ${amount}`,
    preheader: () => '您无需任何操作。',
    heading: () => '您的订单已退款',
    paragraphs: ({ orderNo, amount, isTransfer, at }) => [
      `订单 ${orderNo} 未能完成，我们已于 ${at} 将全部款项 ${amount} 退回。`,
      isTransfer ? '款项通过银行转账退回，到账可能需要几天时间。' : '款项将原路退回，到账可能需要几天时间。',
    ],
    button: '打开 Purser',
    notes: () => ['该订单未开具发票，本邮件即为退款凭据。'],
  },
};

function contact({ accountManager, distributor }: PlacedOfflineWords): string {
  const manager = accountManager === null ? '您的客户经理' : `您的客户经理 ${accountManager} `;
  if (distributor !== null) return `${manager}或经销商 ${distributor} `;
  return accountManager === null ? '您的客户经理或当地经销商' : manager;
}
