import type { ReactNode } from 'react';

/** A problem is read out at once, everything else when there is a pause. */
export function Notice({
  kind,
  children,
}: {
  readonly kind: 'problem' | 'note' | 'good';
  readonly children: ReactNode;
}) {
  return (
    <div className={`notice ${kind}`} role={kind === 'problem' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}
