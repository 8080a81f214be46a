import { useEffect, useState } from 'react';

/** The path of the address bar and a way to change it; two pages need no router. */
export function usePath(): readonly [string, (path: string) => void] {
  const [path, setPath] = useState(window.location.pathname);
  useEffect(() => {
    const follow = (): void => setPath(window.location.pathname);
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, []);
  const goTo = (next: string): void => {
    window.history.pushState(null, '', next);
    setPath(next);
  };
  return [path, goTo];
}
