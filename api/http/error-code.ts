export interface ErrorCode {
  readonly status: number;
  readonly title: string;
  /** What happened and what to do next; a handler may say it more exactly. */
  readonly detail: string;
}
