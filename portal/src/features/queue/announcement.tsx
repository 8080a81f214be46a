import { useEffect, useRef, useState } from 'react';
import { formatTimeOfDay } from '../../shared/format/time';
import { Notice } from '../../shared/ui/notice';
import type { Said } from './outcome-words';

/** What came of an act. It takes the focus, since the form that had it is gone, and its time, since orders move on. */
export function Announcement({ said }: { readonly said: Said | null }) {
  const place = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState('');
  useEffect(() => {
    if (said === null) return;
    setAt(formatTimeOfDay(new Date()));
    place.current?.focus();
  }, [said]);
  return (
    <div ref={place} tabIndex={-1} aria-live="polite">
      {said === null ? null : (
        <Notice kind={said.kind}>
          {said.text} <small>{at}</small>
        </Notice>
      )}
    </div>
  );
}
