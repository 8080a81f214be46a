/** A calendar day `YYYY-MM-DD` without time or zone. */
export type IsoDate = string;

/** An instant as RFC 3339 in UTC, `2026-11-23T08:00:00.000Z`. */
export type Instant = string;

/** From `from`, included, up to `until`, not included. */
export interface Period {
  readonly from: IsoDate;
  readonly until: IsoDate;
}
