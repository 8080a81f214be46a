import type { DocumentSeries } from '../../../domain/invoice/invoice-number';
import type { Instant } from '../../../domain/time/iso-date';

export interface IssueTask {
  readonly taskNo: number;
  readonly series: DocumentSeries;
  readonly orderId: string;
  /** By the clock of whoever asks; these clocks differ. */
  readonly at: Instant;
  /** Decides what happens to its tries. */
  readonly seed: number;
}

export type IssuerSays =
  | { readonly what: 'ready' }
  /** `agrees`: a repeat got the same number. */
  | { readonly what: 'issued'; readonly taskNo: number; readonly agrees: boolean }
  | { readonly what: 'rolled back'; readonly kind: string; readonly expected: boolean }
  | { readonly what: 'gave up'; readonly taskNo: number };
