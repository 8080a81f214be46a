import type { LinkDescription } from '@paypal/paypal-server-sdk';

/** Ids of orders, captures and refunds; anything else never becomes part of an address. */
export function isPayPalId(text: string): boolean {
  return /^[A-Z0-9]{8,36}$/.test(text);
}

/** Ids of saved methods have more letters. */
export function isVaultId(text: string): boolean {
  return /^[0-9A-Za-z_-]{3,128}$/.test(text);
}

/** Travels with order, capture and events: a pointer, never a proof. */
export function customIdOf({ orderId, attemptNo }: { orderId: string; attemptNo: number }): string {
  return `${orderId}.${attemptNo}`;
}

export interface OurIds {
  readonly orderId: string | null;
  readonly attemptNo: number | null;
}

export function readCustomId(customId: string | null | undefined): OurIds {
  const match = /^([A-Za-z0-9-]{1,64})\.(\d{1,6})$/.exec(customId ?? '');
  const [, orderId, attemptNo] = match ?? [];
  if (orderId === undefined || attemptNo === undefined) return { orderId: null, attemptNo: null };
  return { orderId, attemptNo: Number(attemptNo) };
}

/** The id at the end of the link to what an object belongs to: a refund's capture, a capture's order. */
export function idBehindUpLink(
  links: readonly LinkDescription[] | undefined,
  kind: 'captures' | 'orders'
): string | null {
  const href = links?.find(({ rel }) => rel === 'up')?.href ?? '';
  const [, id] = new RegExp(`/v2/(?:payments|checkout)/${kind}/([A-Z0-9]{8,36})$`).exec(href) ?? [];
  return id ?? null;
}
