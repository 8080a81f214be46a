import { useState } from 'react';
import { Field } from '../../shared/ui/field';

interface CompanySearchProps {
  readonly busy: boolean;
  readonly onSearch: (companyId: string) => void;
}

export function CompanySearch({ busy, onSearch }: CompanySearchProps) {
  const [text, setText] = useState('');
  return (
    <form
      className="card search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') onSearch(text.trim());
      }}
    >
      <Field label="Company ID" required autoComplete="off" maxLength={64} value={text} onText={setText} />
      <button type="submit" className="primary" disabled={busy}>
        {busy ? 'Searching …' : 'Search'}
      </button>
    </form>
  );
}
