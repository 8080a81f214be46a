import { ZH_BANK } from './zh-bank';
import { ZH_CREDIT_NOTE } from './zh-credit-note';
import type { MailMessages, RenewalWords } from './mail-messages';

const afterTheLink =
  '链接失效或使用后，可在其页面上申请新链接。您也可以随时在 Purser 的“订单”中查看发票，不受次数限制。';

export const ZH: MailMessages = {
  greeting: (name) => (name === '' ? '您好：' : `${name}，您好：`),
  footer: '本邮件由 Purser 自动发送。如有疑问，请联系您的客户经理。',
  colon: '：',
  facts: {
    order: '订单',
    invoice: '发票',
    creditNote: '贷项通知单',
    company: '公司',
    paidOn: '付款日期',
    method: '付款方式',
    total: '总额',
    deadline: '付款截止时间',
    plan: '套餐',
    term: '期限',
    expiresOn: '到期日',
    graceUntil: '最迟续订日期',
    capacity: '容量',
    autoRenew: '自动续订',
    estimate: '预估价格',
    savedCard: '已保存的银行卡',
    partner: '合作伙伴',
    amount: '金额',
    received: '已到账',
    open: '待付金额',
    proforma: '形式发票',
    pi: '您的 PI',
    accountHolder: '户名',
    account: '账号',
    bank: '开户行，BIC / SWIFT',
    reference: '付款备注',
    waitingSince: '等待开始时间',
    returnedAt: '退回时间',
  },
  methods: { card: '银行卡', paypal: 'PayPal', offline: '银行转账', saved: '已保存的付款方式', none: '无需付款' },
  on: '已开启',
  off: '已关闭',
  monthly: '1 个月',
  years: (years) => `${years} 年`,
  estimateNote: '按当前价格计算',
  cardEnding: (brand, last4) => (brand === '' ? `尾号 ${last4}` : `${brand}，尾号 ${last4}`),
  lines: {
    item: '项目',
    amount: '净额',
    resulting: (added, total) => `新增 ${added}，合计 ${total}`,
    net: '净额合计',
    tax: (percent, base) => `税率 ${percent}%，计税金额 ${base}`,
    gross: '总额',
    creditedUnits: (quantity, invoiced) => `冲减 ${quantity} 个单位（共 ${invoiced} 个）`,
    creditedAmount: '冲减部分价款，数量不变',
  },
  paymentReceived: {
    subject: ({ orderNo, invoiceNo, paid }) =>
      paid ? `已收到订单 ${orderNo} 的付款：发票 ${invoiceNo}` : `订单 ${orderNo} 已完成：发票 ${invoiceNo}`,
    preheader: ({ gross, company }) => `${company}：${gross}，容量已生效。`,
    heading: ({ paid }) => (paid ? '已收到付款，谢谢' : '您的订单已完成'),
    paragraphs: ({ orderNo, company, gross, paid }) => [
      paid
        ? `我们已收到订单 ${orderNo} 的付款 ${gross}。为 ${company} 购买的内容现已生效。`
        : `订单 ${orderNo} 已完成，为 ${company} 订购的内容现已生效，无需付款。`,
    ],
    button: '获取发票',
    notes: ({ linkValidHours }) => [`该链接自邮件发出起 ${linkValidHours} 小时内有效，仅可下载一次。`, afterTheLink],
  },
  paymentSummary: {
    subject: ({ orderNo, paid }) => (paid ? `已收到订单 ${orderNo} 的付款` : `订单 ${orderNo} 已完成`),
    preheader: ({ gross, company }) => `${company}：${gross}，容量已生效。`,
    heading: ({ paid }) => (paid ? '已收到付款，谢谢' : '您的订单已完成'),
    paragraphs: ({ orderNo, company, gross, paid }) => [
      paid
        ? `我们已收到您的订单 ${orderNo} 的付款 ${gross}。您为 ${company} 购买的内容现已生效。`
        : `您的订单 ${orderNo} 已完成，您为 ${company} 订购的内容现已生效，无需付款。`,
      '发票将另行发送给该订单的账单联系人。',
    ],
    button: '打开 Purser',
    notes: () => ['您可以随时在 Purser 的“订单”中查看该订单及其发票，不受次数限制。'],
  },
  creditNote: ZH_CREDIT_NOTE,
  bank: ZH_BANK,
  orderExpired: {
    subject: ({ orderNo }) => `订单 ${orderNo} 因未付款已过期`,
    preheader: () => '未收取任何费用，一切保持不变。',
    heading: () => '您的订单已过期',
    paragraphs: ({ orderNo, companyId, deadline }) => [
      deadline === null
        ? `我们未收到订单 ${orderNo} 的付款，该订单已关闭。`
        : `截至 ${deadline}，我们未收到订单 ${orderNo} 的付款，该订单已关闭。`,
      `未收取任何费用，公司 ${companyId} 的容量保持不变。您可以随时重新下单。`,
    ],
    button: '重新下单',
    notes: () => ['如果您已经付款，我们的工作人员会收到通知并与您联系。'],
  },
  orderCancelled: {
    subject: ({ orderNo }) => `订单 ${orderNo} 已取消`,
    preheader: ({ returned }) => (returned === null ? '未收取任何费用，一切保持不变。' : `${returned} 将退还给您。`),
    heading: () => '您的订单已取消',
    paragraphs: ({ orderNo, companyId, returned }) => [
      returned === null
        ? `订单 ${orderNo} 在付款前已取消。`
        : `订单 ${orderNo} 在付清前已取消。已到账的 ${returned} 将退回原付款账户。`,
      `未收取任何费用，公司 ${companyId} 的容量保持不变。`,
    ],
    button: '打开 Purser',
    notes: () => ['如非您所预期，请咨询贵公司的下单人员或您的客户经理。'],
  },
  renewalReminder: {
    subject: ({ company, expiresOn, today }) =>
      today ? `${company} 的套餐今天到期` : `${company} 的套餐将于 ${expiresOn} 到期：请续订`,
    preheader: ({ plan, expiresOn }) => `${plan}，${expiresOn} 到期。`,
    heading: ({ today }) => (today ? '您的套餐今天到期' : '请续订您的套餐'),
    paragraphs: renewalParagraphs,
    button: '打开 Purser',
    notes: ({ autoRenew }) =>
      autoRenew ? ['如不续订，则无需任何操作。您可以随时在 Purser 中关闭自动续订。'] : ['如不续订，则无需任何操作。'],
  },
  invoiceLink: {
    subject: ({ invoiceNo }) => `发票 ${invoiceNo} 的新链接`,
    preheader: ({ linkValidHours }) => `${linkValidHours} 小时内有效，仅可使用一次。`,
    heading: () => '您的新发票链接',
    paragraphs: ({ orderNo, invoiceNo }) => [
      `这是订单 ${orderNo} 的发票 ${invoiceNo} 的新链接。之前发送的链接均已失效。`,
    ],
    button: '获取发票',
    notes: ({ linkValidHours }) => [`该链接自邮件发出起 ${linkValidHours} 小时内有效，仅可下载一次。`, afterTheLink],
  },
};

function renewalParagraphs({ company, plan, expiresOn, graceUntil, autoRenew, today }: RenewalWords): string[] {
  const ends = today
    ? `${company} 的${plan}今天（${expiresOn}）到期，尚未续订。`
    : `${company} 的${plan}将于 ${expiresOn} 到期。`;
  const card = autoRenew
    ? '自动续订已开启，但本次续订暂不会自动扣款。请联系您的客户经理续订。'
    : '自动续订已关闭，不会自动扣款。请联系您的客户经理续订。';
  return [ends, card, `容量保留至 ${graceUntil}，在此之前仍可续订。`];
}
