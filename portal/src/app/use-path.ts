import { useEffect, useState } from 'react';

/** The path of the address bar and a way to change it; a handful of pages needs no router. */
export function usePath(): readonly [string, (address: string) => void] {
  const [path, setPath] = useState(window.location.pathname);
  useEffect(() => {
    const follow = (): void => setPath(window.location.pathname);
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, []);
  const goTo = (address: string): void => {
    window.history.pushState(null, '', address);
    setPath(window.location.pathname);
    window.scrollTo(0, 0);
  };
  return [path, goTo];
}
