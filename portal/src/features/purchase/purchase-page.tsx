import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { callApi, type AnswerOf, type Schema } from '../../shared/api/client';
import { QueryView } from '../../shared/ui/query-view';
import { CompanyCard } from './company-card';
import { CompanySearch } from './company-search';
import { Purchase } from './purchase';

interface PurchasePageProps {
  readonly account: AnswerOf<'GET /v1/me'>;
  readonly onPlaced: (order: Schema<'Order'>) => void;
}

export function PurchasePage({ account, onPlaced }: PurchasePageProps) {
  const [companyId, setCompanyId] = useState('');
  const company = useQuery({
    queryKey: ['company', companyId],
    queryFn: () => callApi('GET /v1/companies/{companyId}', { params: { companyId } }),
    enabled: companyId !== '',
    gcTime: 0,
  });
  return (
    <>
      <h1>Workplace SaaS: add capacity</h1>
      <CompanySearch
        busy={company.isFetching}
        onSearch={(id) => (id === companyId ? void company.refetch() : setCompanyId(id))}
      />
      <QueryView query={company} what="the company">
        {(found) => (
          <>
            <CompanyCard company={found} />
            <Purchase key={found.companyId} company={found} account={account} onPlaced={onPlaced} />
          </>
        )}
      </QueryView>
    </>
  );
}
