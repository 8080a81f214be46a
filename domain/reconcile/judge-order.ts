import type { PaymentMethod } from '../order/order-kind';
import type { OrderState } from '../order/order-state';
import { instantMs } from '../time/calendar';
import type { Instant } from '../time/iso-date';
import type { Drift } from './drift';
import type { DriftKind } from './drift-kind';

/** The order as our rows have it. */
export interface OrderHere {
  readonly orderId: string;
  readonly orderNo: string;
  readonly partnerId: string;
  readonly companyId: string;
  readonly state: OrderState;
  readonly method: PaymentMethod;
  readonly deadlineAt: Instant;
  readonly activatedAt: Instant | null;
  readonly completedAt: Instant | null;
  readonly mailedAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly hasInvoice: boolean;
  /** Nothing of any invoice is left, so nobody is waiting for one. */
  readonly isFullyCredited: boolean;
  /** Mails that carry the invoice's link, whatever became of them. */
  readonly invoiceMails: number;
  readonly sentInvoiceMails: number;
  readonly links: number;
  readonly attempts: readonly { readonly attemptNo: number; readonly state: string }[];
}

export interface OrderSides {
  readonly here: OrderHere;
  /** Whether the order's own workflow runs. */
  readonly isRunning: boolean;
  readonly at: Instant;
  readonly stalledMs: number;
  readonly mailRetryMs: number;
}

export function judgeOrder(sides: OrderSides): Drift[] {
  const { here } = sides;
  const kinds = here.closedAt === null ? openKinds(sides) : closedKinds(sides, here.closedAt);
  return kinds.map((kind) => drift(sides, kind));
}

function openKinds({ here, isRunning, at, stalledMs }: OrderSides): DriftKind[] {
  if (!isRunning) return ['order_workflow_gone'];
  const isAnnounced = here.attempts.some(({ state }) => state === 'capturing');
  const isLate = isOlder(here.deadlineAt, { at, byMs: stalledMs });
  return here.state === 'awaiting_payment' && isLate && !isAnnounced ? ['order_overdue'] : [];
}

function closedKinds({ here, isRunning, at, stalledMs, mailRetryMs }: OrderSides, closedAt: Instant): DriftKind[] {
  const kinds: DriftKind[] = [];
  const mailIsTried = here.completedAt !== null && here.mailedAt === null;
  const byMs = stalledMs + (mailIsTried ? mailRetryMs : 0);
  if (isRunning && isOlder(closedAt, { at, byMs })) kinds.push('closed_order_still_running');
  if (here.completedAt === null) return kinds;
  if (here.activatedAt === null) kinds.push('activation_missing');
  if (!here.hasInvoice) return [...kinds, 'invoice_missing'];
  if (isRunning || here.isFullyCredited) return kinds;
  if (here.invoiceMails === 0) kinds.push('invoice_mail_missing');
  else if (here.sentInvoiceMails > 0 && here.links === 0) kinds.push('invoice_link_missing');
  return kinds;
}

function isOlder(instant: Instant, { at, byMs }: { readonly at: Instant; readonly byMs: number }): boolean {
  return instantMs(at) - instantMs(instant) > byMs;
}

const PAGES_THAT_MAY_BRING_MONEY = new Set(['opening', 'open', 'capturing']);

/**
 * A workflow that begins again reads the order's row and repeats steps that do nothing the second time. It knows of no page but
 * the first and of no parking, so orders with more go to a person.
 */
export function canRestart({ state, method, attempts }: OrderHere): boolean {
  if (state === 'fulfilling') return true;
  if (state !== 'awaiting_payment') return false;
  if (method === 'offline') return !attempts.some(({ state: page }) => PAGES_THAT_MAY_BRING_MONEY.has(page));
  return attempts.every(({ attemptNo, state: page }) => attemptNo === 1 && (page === 'opening' || page === 'open'));
}

const REPAIR_OF = {
  invoice_mail_missing: 'mail_invoice',
  invoice_link_missing: 'renew_link',
} as const;

function drift({ here, isRunning }: OrderSides, kind: DriftKind): Drift {
  const { orderId, orderNo, partnerId, companyId, state, method, deadlineAt, completedAt, closedAt, attempts } = here;
  return {
    kind,
    subject: { type: 'order', id: orderId },
    orderId,
    companyId,
    partnerId,
    evidence: { orderNo, state, method, deadlineAt, completedAt, closedAt, attempts, workflowRuns: isRunning },
    repair: repairOf(here, kind),
  };
}

function repairOf(here: OrderHere, kind: DriftKind): Drift['repair'] {
  if (kind === 'order_workflow_gone') return canRestart(here) ? 'restart_order' : null;
  if (kind === 'invoice_mail_missing' || kind === 'invoice_link_missing') return REPAIR_OF[kind];
  return null;
}
