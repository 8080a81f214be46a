import { useQuery, useQueryClient } from '@tanstack/react-query';
import { OrderPage } from '../features/order/order-page';
import { PurchasePage } from '../features/purchase/purchase-page';
import { SignInPage } from '../features/sign-in/sign-in-page';
import { ApiProblem, callApi, signOut } from '../shared/api/client';
import { QueryView } from '../shared/ui/query-view';
import { usePath } from './use-path';

const ME = ['me'] as const;

export function App() {
  const queries = useQueryClient();
  const [path, goTo] = usePath();
  const me = useQuery({
    queryKey: ME,
    queryFn: () =>
      callApi('GET /v1/me').catch((error: unknown) => {
        if (error instanceof ApiProblem && error.status === 401) return null;
        throw error;
      }),
  });
  const orderId = /^\/orders\/([\w-]+)$/.exec(path)?.[1];
  return (
    <>
      <header className="top">
        <a href="/" className="brand" onClick={(event) => (event.preventDefault(), goTo('/'))}>
          Purser
        </a>
        {me.data == null ? null : (
          <div className="who">
            <span>{me.data.user.name}</span>
            <button type="button" className="link" onClick={() => void signOut().then(() => queries.resetQueries())}>
              Sign out
            </button>
          </div>
        )}
      </header>
      <main>
        <QueryView query={me} what="your account">
          {(account) => {
            if (account === null)
              return <SignInPage onSignedIn={() => void queries.invalidateQueries({ queryKey: ME })} />;
            if (orderId !== undefined) return <OrderPage orderId={orderId} />;
            return <PurchasePage account={account} onPlaced={(order) => leaveFor(order, goTo)} />;
          }}
        </QueryView>
      </main>
    </>
  );
}

/** To the provider's page when it is open; else to the order, which shows it as soon as it is. */
function leaveFor(order: { orderId: string; checkout: { url: string | null } }, goTo: (path: string) => void): void {
  if (order.checkout.url === null) goTo(`/orders/${order.orderId}`);
  else window.location.assign(order.checkout.url);
}
