/** A vendor chooses the prefix of the numbers; a header takes only what is harmless in it and on every disk. */
export function documentFileName(documentNo: string): string {
  return `${documentNo.replace(/[^A-Za-z0-9-]/g, '_')}.pdf`;
}
