import type { CreditCause } from '../../../domain/invoice/credit-note-body';
import type { PaymentMethod } from '../../../domain/order/order-kind';
import type { BankMessages } from './bank-messages';

/** The words of one kind of mail; `P` is what its sentences name. */
export interface Wording<P> {
  readonly subject: (p: P) => string;
  readonly preheader: (p: P) => string;
  readonly heading: (p: P) => string;
  readonly paragraphs: (p: P) => readonly string[];
  readonly button: string;
  readonly notes: (p: P) => readonly string[];
}

export interface PaidOrderWords {
  readonly orderNo: string;
  readonly invoiceNo: string;
  readonly company: string;
  readonly gross: string;
  /** false: the order came to nothing to pay. */
  readonly paid: boolean;
}

export interface EndedOrderWords {
  readonly orderNo: string;
  readonly companyId: string;
  readonly total: string;
  readonly deadline: string | null;
}

export interface CancelledOrderWords extends EndedOrderWords {
  /** Bank money that a person sends back; null where none had come. */
  readonly returned: string | null;
}

export interface CreditNoteWords {
  readonly orderNo: string;
  readonly invoiceNo: string;
  readonly creditNoteNo: string;
  readonly cause: CreditCause;
  readonly gross: string;
  /** What was sent back; null where no money moves. */
  readonly returned: string | null;
}

export interface RenewalWords {
  readonly company: string;
  readonly plan: string;
  readonly expiresOn: string;
  readonly graceUntil: string;
  readonly autoRenew: boolean;
  readonly today: boolean;
}

/** Everything that mails say in one language. A missing entry is an error of the compiler. */
export interface MailMessages {
  readonly greeting: (name: string) => string;
  readonly footer: string;
  /** What stands between label and value in the text part. */
  readonly colon: string;
  readonly facts: Readonly<
    Record<
      | 'order'
      | 'invoice'
      | 'creditNote'
      | 'company'
      | 'paidOn'
      | 'method'
      | 'total'
      | 'deadline'
      | 'plan'
      | 'term'
      | 'expiresOn'
      | 'graceUntil'
      | 'capacity'
      | 'autoRenew'
      | 'estimate'
      | 'savedCard'
      | 'partner'
      | 'amount'
      | 'received'
      | 'open'
      | 'proforma'
      | 'pi'
      | 'accountHolder'
      | 'account'
      | 'bank'
      | 'reference'
      | 'waitingSince'
      | 'returnedAt',
      string
    >
  >;
  readonly methods: Readonly<Record<PaymentMethod, string>>;
  readonly on: string;
  readonly off: string;
  readonly monthly: string;
  readonly years: (years: number) => string;
  readonly estimateNote: string;
  readonly cardEnding: (brand: string, last4: string) => string;
  readonly lines: {
    readonly item: string;
    readonly amount: string;
    readonly resulting: (added: number, total: number) => string;
    readonly net: string;
    readonly tax: (percent: string, base: string) => string;
    readonly gross: string;
    readonly creditedUnits: (quantity: number, invoiced: number) => string;
    readonly creditedAmount: string;
  };
  readonly paymentReceived: Wording<PaidOrderWords & { readonly linkValidHours: number }>;
  readonly paymentSummary: Wording<PaidOrderWords>;
  readonly orderExpired: Wording<EndedOrderWords>;
  readonly orderCancelled: Wording<CancelledOrderWords>;
  readonly creditNote: Wording<CreditNoteWords>;
  readonly bank: BankMessages;
  readonly renewalReminder: Wording<RenewalWords>;
  readonly invoiceLink: Wording<{
    readonly orderNo: string;
    readonly invoiceNo: string;
    readonly linkValidHours: number;
  }>;
}
