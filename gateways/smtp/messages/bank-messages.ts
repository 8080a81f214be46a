import type { Wording } from './mail-messages';

export interface PlacedOfflineWords {
  readonly orderNo: string;
  readonly company: string;
  readonly total: string;
  readonly deadline: string;
  readonly proformaNo: string | null;
  readonly piNumber: string | null;
  readonly accountManager: string | null;
  readonly distributor: string | null;
}

export interface OpenOrderWords {
  readonly orderNo: string;
  readonly companyId: string;
  readonly total: string;
  readonly open: string;
  /** Null when nothing has come yet. */
  readonly received: string | null;
  readonly deadline: string;
}

export interface FollowUpWords extends OpenOrderWords {
  readonly partner: string;
  readonly days: number;
}

export interface ApprovalWords {
  readonly orderNo: string;
  readonly partner: string;
  readonly total: string;
  readonly since: string;
}

export interface LateMoneyWords {
  readonly orderNo: string;
  readonly amount: string;
  readonly method: string;
  readonly at: string;
}

export interface RefundReceiptWords {
  readonly orderNo: string;
  readonly amount: string;
  /** By bank transfer; otherwise the way it came. */
  readonly isTransfer: boolean;
  readonly at: string;
}

/** What mails say about orders that wait for money, and about money that came too late. */
export interface BankMessages {
  /** Instead of an account, where the seller has none in the currency. */
  readonly accountOnRequest: string;
  readonly placedOffline: Wording<PlacedOfflineWords>;
  readonly partlyReceived: Wording<OpenOrderWords>;
  readonly expiring: Wording<OpenOrderWords>;
  readonly followUp: Wording<FollowUpWords>;
  readonly approvalWaiting: Wording<ApprovalWords>;
  readonly lateMoneyReturned: Wording<LateMoneyWords>;
  readonly refundReceipt: Wording<RefundReceiptWords>;
}
