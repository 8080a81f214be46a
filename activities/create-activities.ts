import { activateCapacity } from './capacity/activate-capacity';
import type { CapacityDeps } from './capacity/change-capacity';
import { endCapacity, reportCapacityLeft } from './capacity/end-capacity';
import { correctInvoice, refuseCorrection } from './invoice/correct-invoice';
import { issueInvoice } from './invoice/issue-invoice';
import { deliverMail } from './mail/deliver-mail';
import { giveUpMail, giveUpOrderMail } from './mail/give-up-mail';
import type { MailDeps } from './mail/mail-deps';
import { sendOrderMail } from './mail/send-order-mail';
import { allocateReceipt } from './offline/allocate-receipt';
import { approveOrder } from './offline/approve-order';
import { changeMethod } from './offline/change-method';
import { closeShortfall } from './offline/close-shortfall';
import { prolongOrder } from './offline/prolong-order';
import { rejectOrder } from './offline/reject-order';
import { remind } from './offline/remind';
import { returnAndCancel } from './offline/return-and-cancel';
import { withdrawAllocation } from './offline/withdraw-allocation';
import { closeOrder } from './order/close-order';
import { parkOrder, unparkOrder } from './order/park-order';
import { recordOrder, type RecordOrderDeps } from './order/record-order';
import { beginRefund } from './payment/begin-refund';
import { concludeRefund } from './payment/conclude-refund';
import { openCheckout } from './payment/open-checkout';
import { releaseOrder } from './payment/release-order';
import { parkRefund } from './payment/park-refund';
import { planAftercare } from './payment/plan-aftercare';
import { reviewMoney } from './payment/review-money';
import { reportStray, reviewStray } from './payment/review-stray';
import { reportStuckRefund, sendRefund } from './payment/send-refund';
import { settlePayment, voidAttempt } from './payment/settle-payment';
import { watchCheckout, type WatchDeps } from './payment/watch-checkout';
import { beginReconcile } from './reconcile/begin-reconcile';
import { compareSides } from './reconcile/compare-page';
import { finishReconcile } from './reconcile/finish-reconcile';
import type { ReconcileDeps } from './reconcile/reconcile-deps';
import { sellerOf } from './shared/seller-of';
import { armSubscription } from './subscription/arm-subscription';
import { changeAutoRenew } from './subscription/change-auto-renew';
import { forgetMethod, reportUnforgotten } from './subscription/forget-method';
import { performDue } from './subscription/perform-due';
import { planSubscription } from './subscription/plan-subscription';

export type ActivityDeps = RecordOrderDeps & WatchDeps & CapacityDeps & MailDeps & ReconcileDeps;

/** The one list of everything that workflows can have done in the world. */
export function createActivities(deps: ActivityDeps) {
  return {
    recordOrder: recordOrder(deps),
    closeOrder: closeOrder(deps),
    remind: remind(deps),
    parkOrder: parkOrder(deps),
    unparkOrder: unparkOrder(deps),
    changeMethod: changeMethod(deps),
    prolongOrder: prolongOrder(deps),
    allocateReceipt: allocateReceipt(deps),
    withdrawAllocation: withdrawAllocation(deps),
    closeShortfall: closeShortfall(deps),
    approveOrder: approveOrder(deps),
    rejectOrder: rejectOrder(deps),
    returnAndCancel: returnAndCancel(deps),
    openCheckout: openCheckout(deps),
    settlePayment: settlePayment(deps),
    voidAttempt: voidAttempt(deps),
    watchCheckout: watchCheckout(deps),
    reviewStray: reviewStray(deps),
    reviewMoney: reviewMoney(deps),
    reportStray: reportStray(deps),
    planAftercare: planAftercare(deps),
    beginRefund: beginRefund(deps),
    sendRefund: sendRefund(deps),
    reportStuckRefund: reportStuckRefund(deps),
    concludeRefund: concludeRefund(deps),
    parkRefund: parkRefund(deps),
    releaseOrder: releaseOrder(deps),
    endCapacity: endCapacity(deps),
    reportCapacityLeft: reportCapacityLeft(deps),
    correctInvoice: correctInvoice(deps),
    refuseCorrection: refuseCorrection(deps),
    activateCapacity: activateCapacity(deps),
    issueInvoice: issueInvoice({ db: deps.db, sellerOf: (sellerId) => sellerOf(deps.catalogue, sellerId) }),
    armSubscription: armSubscription(deps),
    sendOrderMail: sendOrderMail(deps),
    giveUpOrderMail: giveUpOrderMail(deps),
    deliverMail: deliverMail(deps),
    giveUpMail: giveUpMail(deps),
    planSubscription: planSubscription(deps),
    performDue: performDue(deps),
    changeAutoRenew: changeAutoRenew(deps),
    forgetMethod: forgetMethod(deps),
    reportUnforgotten: reportUnforgotten(deps),
    beginReconcile: beginReconcile(deps),
    compareSides: compareSides(deps),
    finishReconcile: finishReconcile(deps),
  };
}

export type Activities = ReturnType<typeof createActivities>;
