import type { Knex } from 'knex';
import { withinScope, type PartnerScope } from './partner-scope';

/** Who looks at bank money. */
export interface ReceiptReader {
  readonly scope: PartnerScope;
  /** Money that is nobody's yet may turn out to be any partner's, so every account manager sees it. */
  readonly seesNobodys: boolean;
  /** Distributors report money and see their own reports, never the receipts. */
  readonly seesReceipts: boolean;
}

/** Narrows a query to what the reader may see. `column` holds the partner whose money it is, null while nobody's. */
export function withinReach<T extends Knex.QueryBuilder>(query: T, column: string, reader: ReceiptReader): T {
  if (!reader.seesReceipts) {
    void query.whereRaw('false');
    return query;
  }
  void query.where((either) => {
    withinScope(either, column, reader.scope);
    if (reader.seesNobodys && reader.scope.kind !== 'all') void either.orWhereNull(column);
  });
  return query;
}
