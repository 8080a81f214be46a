import type { FieldProblem } from '../../domain/field-problem';
import { ERROR_CODES, type ErrorCodeName } from './error-codes';

export interface AppErrorOptions {
  /** Replaces the sentence of the table where more can be said. */
  readonly detail?: string;
  readonly errors?: readonly FieldProblem[];
  /** What the caller needs to go on, such as the current state behind a 409. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A refusal that the caller is told; everything else that is thrown becomes a 500 without detail. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly status: number;

  constructor(
    readonly code: ErrorCodeName,
    readonly options: AppErrorOptions = {}
  ) {
    super(options.detail ?? ERROR_CODES[code].detail, { cause: options.cause });
    this.status = ERROR_CODES[code].status;
  }
}

/** 422 with one entry for each field. */
export function invalidInput(errors: readonly FieldProblem[]): AppError {
  return new AppError('invalid_input', { errors });
}
