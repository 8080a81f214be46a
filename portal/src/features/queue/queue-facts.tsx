import type { Schema } from '../../shared/api/client';
import { formatMoney } from '../../shared/format/money';
import { formatInstant } from '../../shared/format/time';
import { Facts } from '../../shared/ui/facts';
import { isPartPaid } from './queue-words';
import { LinkTo } from '../../shared/ui/link-to';

interface QueueFactsProps {
  readonly order: Schema<'Order'>;
  /** null where only the order is known. */
  readonly item: Pick<Schema<'OfflineQueueItem'>, 'buyer'> | null;
  readonly goTo: (address: string) => void;
}

const PART_PAID = 'a decision: the deadline has passed with a part of the money in';

export function QueueFacts({ order, item, goTo }: QueueFactsProps) {
  const { payment, billing, rejection } = order;
  return (
    <Facts
      facts={[
        [
          'Order',
          <LinkTo key="order" address={`/orders/${order.orderId}`} goTo={goTo}>
            {order.orderNo}
          </LinkTo>,
        ],
        ['Buyer', item === null ? order.buyer.name : `${item.buyer.name}, ${item.buyer.email}`],
        ['Invoice goes to', `${billing.company}, ${billing.email}`],
        ['Placed', formatInstant(order.placedAt)],
        ['Deadline', formatInstant(order.deadlineAt)],
        ['PI number', payment.piNumber],
        ['Our proforma', payment.proformaNo],
        ['Closed as bank charges', payment.shortfall.amountMinor === 0 ? null : formatMoney(payment.shortfall)],
        ['Turned down', rejection === null ? null : turnedDown(rejection)],
        ['Waits for', isPartPaid(order) ? PART_PAID : order.waitingFor],
      ]}
    />
  );
}

function turnedDown({ at, by, reason }: Schema<'Rejection'>): string {
  return `${formatInstant(at)} by ${by.name}: ${reason}`;
}
