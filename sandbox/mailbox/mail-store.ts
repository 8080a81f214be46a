import { mkdirSync, rmSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { DurableStore, Table } from '../store/durable-store';

export interface MailRow {
  readonly id: string;
  /** RFC 3339, on the moved clock. */
  readonly at: string;
  readonly from: string;
  /** Envelope recipients, which is where the mail really went. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly messageId: string;
  readonly sizeBytes: number;
}

const KEPT_MAILS = 5000;

/** Raw mails as files, their list in the journal. A mail is on disk before SMTP says so. */
export class MailStore {
  private readonly rows: Table<MailRow>;
  private readonly folder: string;

  constructor(
    private readonly store: DurableStore,
    dataDir: string
  ) {
    this.rows = store.table('mails');
    this.folder = join(dataDir, 'mails');
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
  }

  async add(raw: Buffer, mail: Omit<MailRow, 'id' | 'sizeBytes'>): Promise<MailRow> {
    const row: MailRow = { ...mail, id: randomUUID(), sizeBytes: raw.length };
    const file = await open(this.path(row.id), 'wx', 0o600);
    await file.writeFile(raw);
    await file.datasync();
    await file.close();
    await this.store.change(() => {
      this.rows.put(row.id, row);
      this.prune();
    });
    return row;
  }

  get(id: string): MailRow | undefined {
    return this.rows.get(id);
  }

  raw(id: string): Promise<Buffer> {
    return readFile(this.path(id));
  }

  /** Newest first. `to` and `messageId` must fit exactly, apart from case and angle brackets. */
  find(wanted: { to?: string | undefined; messageId?: string | undefined }): MailRow[] {
    const to = wanted.to?.toLowerCase();
    const messageId = wanted.messageId === undefined ? undefined : bare(wanted.messageId);
    return this.rows
      .all()
      .filter((mail) => to === undefined || mail.to.some((address) => address.toLowerCase() === to))
      .filter((mail) => messageId === undefined || bare(mail.messageId) === messageId)
      .reverse();
  }

  /** How often the same Message-ID arrived. SMTP is at least once, so more than one is not yet two mails. */
  copies(messageId: string): number {
    return messageId === '' ? 1 : this.find({ messageId }).length;
  }

  private prune(): void {
    if (this.rows.size <= KEPT_MAILS) return;
    const oldest = this.rows.oldest();
    if (oldest === undefined) return;
    this.rows.remove(oldest.id);
    rmSync(this.path(oldest.id), { force: true });
  }

  private path(id: string): string {
    return join(this.folder, `${id}.eml`);
  }
}

function bare(messageId: string): string {
  return messageId.trim().replace(/^<|>$/g, '');
}
