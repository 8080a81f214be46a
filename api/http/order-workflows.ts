import type {
  CancelResult,
  OrderInput,
  PaymentHint,
  PayNowResult,
  PersonRequest,
  PlaceResult,
  RequestAnswer,
} from '../../workflows/contracts/order-contract';
import type { AutoRenewResult } from '../../workflows/contracts/subscription-contract';

/** Messages about an open order that carry a stored request and are answered alike. */
export const ORDER_ASKS = [
  'allocateReceipt',
  'withdrawAllocation',
  'closeShortfall',
  'approveOrder',
  'rejectOrder',
  'prolongOrder',
  'changeMethod',
  'returnAndCancel',
] as const;
export type OrderAsk = (typeof ORDER_ASKS)[number];

/** The workflow has ended, or never was: only the database knows the rest. */
export interface NoWorkflow {
  readonly outcome: 'no_workflow';
}

/**
 * What the API asks of running workflows; nothing of the engine shows through.
 * Each call throws `AppError`: `workflows_unavailable` (503) when no answer came in time, `order_busy` (429) when too many wait.
 */
export interface OrderWorkflows {
  /** Starts the order's workflow, or finds it, and waits at most 8 s for its answer. */
  place(input: OrderInput, request: PersonRequest): Promise<PlaceResult>;
  payNow(orderId: string, request: PersonRequest): Promise<PayNowResult | NoWorkflow>;
  cancel(orderId: string, request: PersonRequest): Promise<CancelResult | NoWorkflow>;
  ask(orderId: string, name: OrderAsk, request: PersonRequest): Promise<RequestAnswer | NoWorkflow>;
  /** Signals answer whether there was a workflow to take them. */
  hint(orderId: string, hint: PaymentHint): Promise<boolean>;
  resume(orderId: string, request: PersonRequest): Promise<boolean>;
  lookAgain(orderId: string, request: PersonRequest): Promise<boolean>;
  /** Sandbox only. */
  orderClockMoved(orderId: string, offsetMs: number): Promise<boolean>;
  /** Sandbox only: of the order's money after, or beside, its own course. */
  aftercareClockMoved(orderId: string, offsetMs: number): Promise<boolean>;
  /** Sandbox only. */
  subscriptionClockMoved(companyId: string, offsetMs: number): Promise<boolean>;
  /** Sandbox and repairs: the sleeper plans again. */
  subscriptionChanged(companyId: string): Promise<boolean>;
  setAutoRenew(companyId: string, request: PersonRequest): Promise<AutoRenewResult | NoWorkflow>;
  /** Begins a stored reconciliation; does nothing for one that was begun before. */
  startReconciliation(runId: string): Promise<void>;
  /** For readiness: answers within 2 s. */
  isReachable(): Promise<boolean>;
}
