import type { ReactNode } from 'react';

interface LinkToProps {
  readonly address: string;
  readonly goTo: (address: string) => void;
  readonly id?: string;
  readonly isHere?: boolean;
  readonly children: ReactNode;
}

/** A link inside the portal; with a modifier key it opens as any link does. */
export function LinkTo({ id, address, goTo, isHere = false, children }: LinkToProps) {
  return (
    <a
      id={id}
      href={address}
      aria-current={isHere ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        goTo(address);
      }}
    >
      {children}
    </a>
  );
}
