import { useEffect, useRef } from 'react';
import { Notice } from '../../shared/ui/notice';
import type { Said } from './outcome-words';

/** What came of an act. It takes the focus, since the form that had it is gone. */
export function Announcement({ said }: { readonly said: Said | null }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (said !== null) place.current?.focus();
  }, [said]);
  return (
    <div ref={place} tabIndex={-1} aria-live="polite">
      {said === null ? null : <Notice kind={said.kind}>{said.text}</Notice>}
    </div>
  );
}
