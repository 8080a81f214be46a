import type { Catalogue } from '../../domain/catalogue/catalogue';
import type { Policies } from '../../domain/policies/policies';
import type { Database } from '../../db/shared/connection';

/** What most steps of an order need. */
export interface StepDeps {
  readonly db: Database;
  readonly catalogue: Catalogue;
  readonly policies: Policies;
}
