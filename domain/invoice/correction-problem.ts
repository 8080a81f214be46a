import type { BillingData } from '../billing/billing-data';
import { billingEquals } from '../billing/billing-equals';
import type { FieldProblem } from '../field-problem';
import { sameMoney } from '../money/money';
import type { OrderState } from '../order/order-state';
import { taxFor } from '../tax/tax-for';
import type { TaxLine } from '../tax/tax-line';
import type { TaxRate } from '../tax/tax-rate';
import type { InvoiceBody } from './invoice-body';

/** Why an invoice cannot be made out anew, as stored with a correction that was refused. */
export type CorrectionProblem =
  | { readonly code: 'invoice_not_valid' | 'invoice_partly_credited' | 'refund_open' | 'order_not_completed' }
  | { readonly code: 'nothing_changes' }
  /** `problem` names the field. */
  | { readonly code: 'tax_changes'; readonly problem: FieldProblem };

export interface CorrectionInput {
  readonly invoice: InvoiceBody;
  /** Not credited as a whole. */
  readonly isValid: boolean;
  readonly hasCredits: boolean;
  readonly hasOpenRefund: boolean;
  readonly orderState: OrderState;
  readonly billing: BillingData;
  readonly rates: readonly TaxRate[];
}

/**
 * What stands in the way of a full credit note and a new invoice with the new buyer, no money moving; null for nothing. The
 * tax has to come out as it was charged, by the rule and the day of the quote: a change of it is a refund and a new order.
 */
export function correctionProblem(input: CorrectionInput): CorrectionProblem | null {
  if (!input.isValid) return { code: 'invoice_not_valid' };
  if (input.hasOpenRefund) return { code: 'refund_open' };
  if (input.hasCredits) return { code: 'invoice_partly_credited' };
  if (input.orderState !== 'completed') return { code: 'order_not_completed' };
  if (billingEquals(input.invoice.buyer, input.billing)) return { code: 'nothing_changes' };
  const problem = taxProblem(input);
  return problem === null ? null : { code: 'tax_changes', problem };
}

function taxProblem({ invoice, billing, rates }: CorrectionInput): FieldProblem | null {
  const taxed = taxFor({
    seller: invoice.seller,
    billing,
    lineNets: invoice.lines.map(({ net }) => net),
    currency: invoice.currency,
    day: invoice.quotedOn,
    rates,
  });
  if (!taxed.ok) return taxed.problem;
  if (sameTaxes(taxed.taxLines, invoice.taxLines)) return null;
  const field = billing.country === invoice.buyer.country ? 'billing.taxNumber' : 'billing.country';
  const message = 'would change the tax, so that money has to move: refund the order and place a new one';
  return { field, code: 'tax_changes', message };
}

function sameTaxes(a: readonly TaxLine[], b: readonly TaxLine[]): boolean {
  return a.length === b.length && a.every((line, index) => sameTax(line, b[index]));
}

function sameTax(a: TaxLine, b: TaxLine | undefined): boolean {
  return (
    b !== undefined &&
    a.category === b.category &&
    a.rateBasisPoints === b.rateBasisPoints &&
    a.country === b.country &&
    sameMoney(a.base, b.base) &&
    sameMoney(a.tax, b.tax)
  );
}
