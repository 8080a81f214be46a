export { aftercare } from './aftercare/aftercare-workflow';
export { order } from './order/order-workflow';
export { subscription } from './subscription/subscription-workflow';
export { reconcile } from './reconcile/reconcile-workflow';
export { delivery } from './delivery/delivery-workflow';
