import { useQuery, useQueryClient } from '@tanstack/react-query';
import { SignInPage } from '../features/sign-in/sign-in-page';
import { ApiProblem, callApi, signOut } from '../shared/api/client';
import { LinkTo } from '../shared/ui/link-to';
import { QueryView } from '../shared/ui/query-view';
import { CurrentPage, pagesFor } from './pages';
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
  const leave = (): void => void signOut().then(() => (goTo('/'), queries.resetQueries()));
  return (
    <>
      <header className="top">
        <a href="/" className="brand" onClick={(event) => (event.preventDefault(), goTo('/'))}>
          Purser
        </a>
        {me.data == null ? null : (
          <>
            <nav aria-label="Pages">
              {pagesFor(me.data).map(({ address, name }) => (
                <LinkTo key={address} address={address} goTo={goTo} isHere={path === address}>
                  {name}
                </LinkTo>
              ))}
            </nav>
            <div className="who">
              <span>{me.data.user.name}</span>
              <button type="button" className="link" onClick={leave}>
                Sign out
              </button>
            </div>
          </>
        )}
      </header>
      <main>
        <QueryView query={me} what="your account">
          {(account) =>
            account === null ? (
              <SignInPage onSignedIn={() => void queries.invalidateQueries({ queryKey: ME })} />
            ) : (
              <CurrentPage path={path} account={account} goTo={goTo} />
            )
          }
        </QueryView>
      </main>
    </>
  );
}
