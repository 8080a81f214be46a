/** One mail that belongs to no order step. The mail itself is a row. */
export interface DeliveryInput {
  readonly mailId: string;
  readonly clockOffsetMs: number | null;
  /** Trying to hand it over, in all; real time. */
  readonly mailMs: number;
}
