import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { ApiProblem } from './shared/api/client';
import './shared/ui/style.css';

/** What the API has refused it will refuse again; only silence is tried again. */
const retry = (failures: number, error: Error): boolean =>
  failures < 2 && error instanceof ApiProblem && error.status === 0;

/** A page that cannot even be read leads back to signing in; one with something on it stays, with whatever was typed. */
const queryCache = new QueryCache({
  onError: (error, query) => {
    if (!(error instanceof ApiProblem) || error.status !== 401 || query.state.data !== undefined) return;
    void queries.invalidateQueries({ queryKey: ['me'] });
  },
});
const queries = new QueryClient({ queryCache, defaultOptions: { queries: { retry, refetchOnWindowFocus: false } } });
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </StrictMode>
  );
}
