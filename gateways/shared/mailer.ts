export interface OutgoingMail {
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** `<…@…>`, derived from the mail's dedupe key, so that a repeat is recognisable. */
  readonly messageId: string;
}

/** Throws `GatewayFailure`: `unavailable` for a passing trouble, `refused` for an address the server will never take. */
export interface Mailer {
  send(mail: OutgoingMail): Promise<void>;
}
