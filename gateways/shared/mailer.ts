export interface MailAttachment {
  readonly fileName: string;
  /** `type/subtype`, without parameters. */
  readonly contentType: string;
  readonly bytes: Buffer;
}

export interface OutgoingMail {
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** `<…@…>`, derived from the mail's dedupe key, so that a repeat is recognisable. */
  readonly messageId: string;
  /** At most 10 MB together, which mail servers commonly take; none by default. */
  readonly attachments?: readonly MailAttachment[];
}

/**
 * Throws `GatewayFailure`: `unavailable` for a passing trouble, `refused` for an address or attachment that will never be
 * taken.
 */
export interface Mailer {
  send(mail: OutgoingMail): Promise<void>;
}
