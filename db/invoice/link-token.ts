import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The secret in an invoice link: 256 bits, the same for the same link however often its mail is made again, and derived
 * from nothing but a random id, so that the URL says nothing of the invoice.
 */
export function linkToken(linkSecret: string, linkId: string): string {
  return createHmac('sha256', linkSecret).update(`invoice-link:${linkId}`).digest('base64url');
}

const TOKEN_FORM = /^[A-Za-z0-9_-]{43}$/;

export function isLinkToken(text: string): boolean {
  return TOKEN_FORM.test(text);
}

/** What is stored of a token or a resume secret: whoever reads the database cannot make the link from it. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

export function matchesHash(secret: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hashOfSecret(secret)), Buffer.from(hash));
}
