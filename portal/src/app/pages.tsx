import { OrderPage } from '../features/order/order-page';
import { OrdersPage } from '../features/order/orders-page';
import { DistributorPage } from '../features/queue/distributor-page';
import { QueuePage } from '../features/queue/queue-page';
import { PurchasePage } from '../features/purchase/purchase-page';
import type { AnswerOf } from '../shared/api/client';
import { goToPayment } from '../shared/payment/go-to-payment';
import { NoPage } from './no-page';

type Account = AnswerOf<'GET /v1/me'>;

interface CurrentPageProps {
  readonly path: string;
  readonly account: Account;
  readonly goTo: (address: string) => void;
}

interface Page {
  readonly address: string;
  readonly name: string;
}

const PURCHASE: Page = { address: '/', name: 'Buy' };
const ORDERS: Page = { address: '/orders', name: 'My orders' };
const QUEUE: Page = { address: '/queue', name: 'Offline orders' };
const REPORTING: Page = { address: '/queue', name: 'Offline orders' };

/** Operations see receipts too, but their work is elsewhere. */
const WORKS_ON_QUEUE = ['receipt.record', 'receipt.approve'] as const;

/** The pages of the header, by what the person may do. */
export function pagesFor({ user, capabilities }: Account): readonly Page[] {
  if (user.partnerId === null) {
    if (WORKS_ON_QUEUE.some((right) => capabilities[right] !== undefined)) return [QUEUE];
    return capabilities['receipt.report'] === undefined ? [] : [REPORTING];
  }
  return [
    ...(capabilities['company.lookUp'] === undefined ? [] : [PURCHASE]),
    ...(capabilities['order.view'] === undefined ? [] : [ORDERS]),
  ];
}

/** `/` is the first page that the person has. */
export function pageAt(path: string, account: Account): Page | undefined {
  const pages = pagesFor(account);
  return pages.find(({ address }) => address === path) ?? (path === '/' ? pages[0] : undefined);
}

export function CurrentPage({ path, account, goTo }: CurrentPageProps) {
  const orderId = /^\/orders\/([\w-]+)$/.exec(path)?.[1];
  if (orderId !== undefined && account.capabilities['order.view'] !== undefined) {
    return <OrderPage key={orderId} orderId={orderId} account={account} goTo={goTo} />;
  }
  switch (pageAt(path, account)) {
    case PURCHASE:
      return <PurchasePage account={account} onPlaced={(order) => goToPayment(order, goTo)} />;
    case ORDERS:
      return <OrdersPage account={account} goTo={goTo} />;
    case QUEUE:
      return <QueuePage account={account} goTo={goTo} />;
    case REPORTING:
      return <DistributorPage account={account} goTo={goTo} />;
    default:
      return <NoPage isUnknown={path !== '/'} />;
  }
}
