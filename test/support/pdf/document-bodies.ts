import { SERVICES } from '../../../domain/catalogue/plan';
import type { CreditNoteBody } from '../../../domain/invoice/credit-note-body';
import type { DocumentBody } from '../../../domain/invoice/document-body';
import type { InvoiceBody } from '../../../domain/invoice/invoice-body';
import type { ProformaBody } from '../../../domain/invoice/proforma-body';
import { money, type Money } from '../../../domain/money/money';
import type { PricedLine } from '../../../domain/quote/quote';
import { BILLING } from '../rows/order-rows';
import { sampleSeller } from '../sample-catalogue';

const usd = (amountMinor: number): Money => money(amountMinor, 'USD');

function line(lineNo: number): PricedLine {
  const service = SERVICES[lineNo % SERVICES.length] ?? 'desk';
  return {
    lineNo,
    item: { type: 'service', service },
    quantity: 10,
    resultingTotal: 15,
    listUnit: usd(2_000),
    discountBasisPoints: 1_000,
    daysCharged: 190,
    daysInTerm: 365,
    period: { from: '2026-11-23', until: '2027-06-01' },
    list: usd(10_411),
    discount: usd(1_041),
    net: usd(9_370),
  };
}

/** A German buyer's document with as many lines of 93.70 as asked for. */
function documentBody(lines: number): DocumentBody {
  const net = usd(9_370 * lines);
  const tax = usd(Math.round(net.amountMinor * 0.19));
  return {
    templateVersion: 1,
    issuedOn: '2026-11-23',
    issuedAt: '2026-11-23T08:06:00.000Z',
    orderId: '019ab000-0000-7000-8000-000000000002',
    orderNo: 'ORD-2026-000123',
    orderKind: 'purchase_service',
    quotedOn: '2026-11-23',
    companyId: 'WP-10001',
    companyName: 'Größe Łódź Ελληνικά Компания',
    seller: sampleSeller('seller-eu'),
    buyer: BILLING,
    currency: 'USD',
    termLength: { cycle: 'annually', years: 1 },
    lines: Array.from({ length: lines }, (_, index) => line(index + 1)),
    taxLines: [{ category: 'domestic', rateBasisPoints: 1_900, base: net, tax, country: 'DE', rateValidUntil: null }],
    totals: { net, tax, gross: usd(net.amountMinor + tax.amountMinor) },
  };
}

export function invoiceBody(lines: number, changes: Partial<InvoiceBody> = {}): InvoiceBody {
  return {
    ...documentBody(lines),
    invoiceId: '019ab000-0000-7000-8000-000000000001',
    invoiceNo: 'EU-INV-2026-000123',
    paymentMethod: 'card',
    paidOn: '2026-11-23',
    ...changes,
  };
}

/** The same lines on a proforma that waits for a bank transfer. */
export function proformaBody(lines: number, changes: Partial<ProformaBody> = {}): ProformaBody {
  return {
    ...documentBody(lines),
    proformaId: '019ab000-0000-7000-8000-000000000003',
    proformaNo: 'EU-PF-2026-000007',
    payableUntil: '2026-12-23T08:06:00.000Z',
    paymentReference: 'EU-PF-2026-000007 ORD-2026-000123',
    ...changes,
  };
}

/** A credit note over three units of the first line, and a part of the price of the others. */
export function creditNoteBody(lines: number, changes: Partial<CreditNoteBody> = {}): CreditNoteBody {
  const { lines: invoiced, ...head } = documentBody(lines);
  return {
    ...head,
    creditNoteId: '019ab000-0000-7000-8000-000000000004',
    creditNoteNo: 'EU-CN-2026-000011',
    issuedOn: '2026-11-26',
    issuedAt: '2026-11-26T09:00:00.000Z',
    invoiceId: '019ab000-0000-7000-8000-000000000001',
    invoiceNo: 'EU-INV-2026-000123',
    invoiceIssuedOn: head.issuedOn,
    cause: 'refund',
    returned: head.totals.gross,
    lines: invoiced.map(({ lineNo, item, net, period, quantity }) => ({
      lineNo,
      item,
      quantity: lineNo === 1 ? 3 : null,
      net,
      period,
      invoicedQuantity: quantity,
    })),
    ...changes,
  };
}
