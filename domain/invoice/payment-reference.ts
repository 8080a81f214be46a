/**
 * What a transfer is told apart by: the proforma's or PI's number and the order's, with nothing between them but a space,
 * which every bank's form takes.
 */
export function paymentReference(documentNo: string, orderNo: string): string {
  return `${documentNo} ${orderNo}`;
}
