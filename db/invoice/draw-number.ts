import type { DocumentSeries } from '../../domain/invoice/invoice-number';
import { toCivil } from '../../domain/time/calendar';
import type { Instant, IsoDate } from '../../domain/time/iso-date';
import { todayIn } from '../../domain/time/time-zone';
import type { Db } from '../shared/connection';

export interface NumberRequest {
  readonly sellerId: string;
  readonly series: DocumentSeries;
  readonly at: Instant;
  /** The seller's, IANA. */
  readonly timeZone: string;
}

export interface DrawnNumber {
  readonly year: number;
  /** From 1 in each year, without gaps among the transactions that commit. */
  readonly number: number;
  /** The later of `at` in the seller's zone and the series' last date. */
  readonly date: IsoDate;
}

/**
 * Takes the series' next number. The counter's row stays locked until the transaction ends, so that a rollback gives the
 * number back and dates follow numbers. One row per series, not per year: with two rows the last document of the old year
 * could commit after the first of the new one. Draw last: everybody else who issues waits here.
 */
export async function drawNumber(trx: Db, request: NumberRequest): Promise<DrawnNumber> {
  const today = todayIn(request.timeZone, request.at);
  const result = await trx.raw<{ rows: { year: number; last_number: number; last_date: IsoDate }[] }>(
    `insert into document_counters as c (seller_id, series, year, last_number, last_date)
     values (?, ?, ?, 1, ?::date)
     on conflict (seller_id, series) do update
        set last_date = greatest(c.last_date, excluded.last_date),
            year = extract(year from greatest(c.last_date, excluded.last_date)),
            last_number = case
              when extract(year from greatest(c.last_date, excluded.last_date)) = c.year then c.last_number + 1
              else 1 end
     returning year, last_number, last_date`,
    [request.sellerId, request.series, toCivil(today).year, today]
  );
  const drawn = result.rows[0];
  if (drawn === undefined) throw new Error(`no number drawn for ${request.sellerId} ${request.series}`);
  return { year: drawn.year, number: drawn.last_number, date: drawn.last_date };
}
