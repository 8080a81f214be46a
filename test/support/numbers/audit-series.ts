import type { Knex } from 'knex';
import { documentNumber, type DocumentSeries } from '../../../domain/invoice/invoice-number';
import type { Instant, IsoDate } from '../../../domain/time/iso-date';
import { todayIn } from '../../../domain/time/time-zone';
import { sampleSeller } from '../sample-catalogue';
import { SERIES, type NumberedSeries } from './series';

export interface IssuedDocument {
  readonly sellerId: string;
  readonly series: DocumentSeries;
  readonly orderId: string;
  readonly year: number;
  readonly number: number;
  readonly documentNo: string;
  readonly issuedOn: IsoDate;
  readonly issuedAt: Instant;
}

export interface Finding {
  readonly kind:
    'gap' | 'duplicate' | 'date backwards' | 'year of another date' | 'wrong date' | 'wrong number' | 'missing';
  readonly sentence: string;
}

/** All documents of a series, in the order of their numbers. */
export async function readIssued(db: Knex, { series, table, numberColumn }: NumberedSeries): Promise<IssuedDocument[]> {
  return db<IssuedDocument>(table)
    .orderBy(['seller_id', 'year', 'number'])
    .select({
      sellerId: 'seller_id',
      series: db.raw('?', [series]),
      orderId: 'order_id',
      year: 'year',
      number: 'number',
      documentNo: numberColumn,
      issuedOn: 'issued_on',
      issuedAt: 'issued_at',
    });
}

/** Findings about the documents of one seller's series, in the order of their numbers. */
export function auditSeries(documents: readonly IssuedDocument[]): Finding[] {
  const findings: Finding[] = [];
  let before: IssuedDocument | null = null;
  for (const document of documents) {
    findings.push(...numberFindings(before, document), ...dateFindings(before, document));
    before = document;
  }
  return findings;
}

function numberFindings(before: IssuedDocument | null, document: IssuedDocument): Finding[] {
  const { sellerId, series, year, number, documentNo } = document;
  const expected = before?.year === year ? before.number + 1 : 1;
  const findings: Finding[] = [];
  if (number > expected) findings.push({ kind: 'gap', sentence: `${documentNo} follows ${nameOf(before)}` });
  if (number < expected) findings.push({ kind: 'duplicate', sentence: `${documentNo} after ${nameOf(before)}` });
  const right = documentNumber(sampleSeller(sellerId), series, year, number);
  if (documentNo !== right) findings.push({ kind: 'wrong number', sentence: `${documentNo} is ${right}` });
  return findings;
}

/** The date is the later of the day of issue in the seller's zone and the series' last date. */
function dateFindings(before: IssuedDocument | null, document: IssuedDocument): Finding[] {
  const { sellerId, year, documentNo, issuedOn, issuedAt } = document;
  const findings: Finding[] = [];
  if (before !== null && issuedOn < before.issuedOn) {
    findings.push({
      kind: 'date backwards',
      sentence: `${documentNo} of ${issuedOn} after ${nameOf(before)} of ${before.issuedOn}`,
    });
  }
  if (Number(issuedOn.slice(0, 4)) !== year) {
    findings.push({ kind: 'year of another date', sentence: `${documentNo} is of ${issuedOn}` });
  }
  const today = todayIn(sampleSeller(sellerId).timeZone, issuedAt);
  const due = before !== null && before.issuedOn > today ? before.issuedOn : today;
  if (issuedOn !== due) findings.push({ kind: 'wrong date', sentence: `${documentNo} is of ${issuedOn}, not ${due}` });
  return findings;
}

function nameOf(document: IssuedDocument | null): string {
  return document?.documentNo ?? 'nothing';
}

export interface SeriesCount {
  readonly sellerId: string;
  readonly series: DocumentSeries;
  readonly documents: number;
  readonly years: number;
}

export interface NumbersAudit {
  readonly counts: readonly SeriesCount[];
  readonly findings: readonly Finding[];
}

/** @param wanted orders that must have a document of the series, by series */
export async function auditNumbers(
  db: Knex,
  wanted: ReadonlyMap<DocumentSeries, ReadonlySet<string>>
): Promise<NumbersAudit> {
  const counts: SeriesCount[] = [];
  const findings: Finding[] = [];
  for (const row of SERIES) {
    const issued = await readIssued(db, row);
    for (const sellerId of new Set(issued.map((document) => document.sellerId))) {
      const documents = issued.filter((document) => document.sellerId === sellerId);
      findings.push(...auditSeries(documents));
      const years = new Set(documents.map(({ year }) => year)).size;
      counts.push({ sellerId, series: row.series, documents: documents.length, years });
    }
    findings.push(...orderFindings(issued, wanted.get(row.series) ?? new Set()));
  }
  return { counts, findings };
}

function orderFindings(issued: readonly IssuedDocument[], wanted: ReadonlySet<string>): Finding[] {
  const seen = new Set<string>();
  const findings: Finding[] = [];
  for (const { orderId, documentNo } of issued) {
    if (seen.has(orderId)) findings.push({ kind: 'duplicate', sentence: `${documentNo} is a second one of its order` });
    seen.add(orderId);
  }
  for (const orderId of wanted) {
    if (!seen.has(orderId)) findings.push({ kind: 'missing', sentence: `order ${orderId} has no document` });
  }
  return findings;
}
