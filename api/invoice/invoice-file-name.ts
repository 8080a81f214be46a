/** A vendor chooses the prefix of the numbers; a header takes only what is harmless in it and on every disk. */
export function invoiceFileName(invoiceNo: string): string {
  return `${invoiceNo.replace(/[^A-Za-z0-9-]/g, '_')}.pdf`;
}
