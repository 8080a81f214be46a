import type { OrderFactsRow } from '../../db/shared/order-facts';
import type { RemindInput } from '../../workflows/contracts/order-steps';

/** A reminder of an order that still waits, read under its lock. */
export interface DueReminder extends RemindInput {
  readonly order: OrderFactsRow;
  /** What stands behind the colon of `what`. */
  readonly occasion: string;
}
