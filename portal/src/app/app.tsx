import { useQuery, useQueryClient } from '@tanstack/react-query';
import { SignInPage } from '../features/sign-in/sign-in-page';
import { ApiProblem, callApi, signOut, type AnswerOf } from '../shared/api/client';
import { LinkTo } from '../shared/ui/link-to';
import { QueryView } from '../shared/ui/query-view';
import { CurrentPage, pageAt, pagesFor } from './pages';
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
            <Pages account={me.data} path={path} goTo={goTo} />
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

interface PagesProps {
  readonly account: AnswerOf<'GET /v1/me'>;
  readonly path: string;
  readonly goTo: (address: string) => void;
}

function Pages({ account, path, goTo }: PagesProps) {
  const here = pageAt(path, account);
  return (
    <nav aria-label="Pages">
      {pagesFor(account).map((page) => (
        <LinkTo key={page.address} address={page.address} goTo={goTo} isHere={page === here}>
          {page.name}
        </LinkTo>
      ))}
    </nav>
  );
}
