import type { MailData } from '../../../gateways/smtp/mail-data';

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' as const });

type Line = MailData['payment_summary']['lines'][number];

const meetingRooms: Line = {
  lineNo: 1,
  item: { type: 'service', service: 'meeting_room' },
  quantity: 5,
  resultingTotal: 15,
  listUnit: usd(12_000),
  discountBasisPoints: 1_000,
  daysCharged: 183,
  daysInTerm: 365,
  period: { from: '2026-11-23', until: '2027-05-25' },
  list: usd(30_082),
  discount: usd(3_008),
  net: usd(27_074),
};
const desks: Line = {
  ...meetingRooms,
  lineNo: 2,
  item: { type: 'service', service: 'desk' },
  quantity: 40,
  resultingTotal: 40,
  listUnit: usd(1_500),
  discountBasisPoints: 0,
  list: usd(30_082),
  discount: usd(0),
  net: usd(30_082),
};

const paymentSummary: MailData['payment_summary'] = {
  recipientName: 'Ada Buyer',
  orderNo: 'ORD-2026-000123',
  invoiceNo: 'EU-2026-000042',
  companyId: 'WP-1001',
  companyName: 'Aurora Workspaces GmbH',
  paymentMethod: 'card',
  paidOn: '2026-11-23',
  lines: [meetingRooms, desks],
  taxLines: [
    {
      category: 'domestic',
      rateBasisPoints: 1_900,
      base: usd(57_156),
      tax: usd(10_860),
      country: 'DE',
      rateValidUntil: null,
    },
  ],
  totals: { net: usd(57_156), tax: usd(10_860), gross: usd(68_016) },
};
const endedOrder = {
  recipientName: 'Ada Buyer',
  orderNo: 'ORD-2026-000123',
  companyId: 'WP-1001',
  total: usd(68_016),
  deadlineAt: '2026-11-24T09:05:31.000Z',
};
const link = { linkUrl: 'https://purser.example/invoice-links/Zm9vYmFy', linkValidHours: 24 };

const transfer = {
  bank: {
    currency: 'USD' as const,
    bank: 'Sample Bank Hamburg',
    accountHolder: 'Sample Workplace Europe GmbH',
    account: 'DE02120300000000202051',
    swift: 'SAMPDEHHXXX',
  },
  reference: 'EU-PF-2026-000007 ORD-2026-000123',
};
const waitingOrder = { ...endedOrder, deadlineAt: '2026-12-23T09:05:31.000Z' };
const partlyPaid = { ...waitingOrder, received: usd(50_000), open: usd(18_016) };

/** One mail of each kind, as the steps would fill it. */
export const SAMPLE_MAILS: MailData = {
  payment_summary: paymentSummary,
  payment_received: { ...paymentSummary, ...link },
  order_placed_offline: {
    ...waitingOrder,
    companyName: 'Aurora Workspaces GmbH',
    proformaNo: 'EU-PF-2026-000007',
    piNumber: null,
    accountManagerName: 'Anna Manager',
    distributorName: 'Dora Distributor',
    ...transfer,
  },
  payment_partly_received: { ...partlyPaid, ...transfer },
  order_expiring: { ...waitingOrder, received: usd(0), open: usd(68_016), ...transfer },
  offline_follow_up: { ...partlyPaid, recipientName: 'Anna Manager', partnerName: 'Aurora Workspaces', ageDays: 7 },
  approval_waiting: {
    recipientName: 'Fred Finance',
    orderNo: 'ORD-2026-000123',
    partnerName: 'Aurora Workspaces',
    total: usd(1_268_016),
    waitingSince: '2026-11-25T10:00:00.000Z',
  },
  late_money_returned: {
    recipientName: 'Ada Buyer',
    orderNo: 'ORD-2026-000123',
    companyId: 'WP-1001',
    amount: usd(68_016),
    provider: 'paypal',
    returnedAt: '2026-11-26T10:00:00.000Z',
  },
  refund_receipt: {
    recipientName: 'Ada Buyer',
    orderNo: 'ORD-2026-000123',
    companyId: 'WP-1001',
    amount: usd(68_016),
    channel: 'transfer',
    returnedAt: '2026-11-26T10:00:00.000Z',
  },
  credit_note: {
    ...paymentSummary,
    creditNoteNo: 'EU-CN-2026-000011',
    cause: 'refund',
    returned: usd(16_110),
    lines: [
      { item: meetingRooms.item, quantity: 2, invoicedQuantity: 5, net: usd(10_830) },
      { item: desks.item, quantity: null, invoicedQuantity: 40, net: usd(2_708) },
    ],
    totals: { net: usd(13_538), tax: usd(2_572), gross: usd(16_110) },
  },
  order_expired: endedOrder,
  order_cancelled: endedOrder,
  invoice_link: { recipientName: 'Ada Buyer', orderNo: 'ORD-2026-000123', invoiceNo: 'EU-2026-000042', ...link },
  renewal_reminder: {
    recipientName: 'Ada Buyer',
    companyId: 'WP-1001',
    companyName: 'Aurora Workspaces GmbH',
    plan: 'standard',
    termLength: { cycle: 'annually', years: 1 },
    capacities: { meeting_room: 15, location: 2, desk: 40, visitor: 0 },
    expiresOn: '2027-05-25',
    graceUntil: '2027-06-01',
    autoRenew: true,
    today: false,
    estimate: usd(412_300),
    savedCard: { brand: 'visa', last4: '4242' },
  },
};
