export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface LineRow {
  readonly title: string;
  readonly details: readonly string[];
  readonly amount: string;
}

export interface LineTable {
  readonly itemHead: string;
  readonly amountHead: string;
  readonly rows: readonly LineRow[];
  /** The last one is the total. */
  readonly totals: readonly Fact[];
  readonly smallPrint: readonly string[];
}

/** A mail in one language before it becomes HTML and text; plain strings throughout, nothing is escaped yet. */
export interface MailContent {
  readonly subject: string;
  /** What mail programs show beside the subject. */
  readonly preheader: string;
  readonly heading: string;
  readonly greeting: string;
  readonly paragraphs: readonly string[];
  readonly facts: readonly Fact[];
  /** Present on mails about what was bought. */
  readonly table: LineTable | null;
  readonly button: { readonly label: string; readonly url: string };
  readonly notes: readonly string[];
  readonly footer: string;
}
