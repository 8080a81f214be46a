import { z } from 'zod';
import type { LinkState } from '../../db/invoice/invoice-links';
import type { LinkPageName } from './link-texts';

/** Any text: one that cannot be a token of ours gets the same page as a forged one. */
export const linkParams = z.strictObject({ token: z.string().max(500) });

export const linkHeaders = z.object({
  cookie: z.string().max(8_000).optional(),
  'accept-language': z.string().max(500).optional(),
});

export const RESUME_COOKIE = 'purser_link';
const SECRET_FORM = /^[A-Za-z0-9_-]{43}$/;

/** Only this link's pages get it back. Lax, so that it comes along when the link in the mail is clicked again. */
export function resumeCookie(token: string, secret: string, maxAgeMs: number, publicUrl: string): string {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  const maxAge = Math.floor(maxAgeMs / 1_000);
  return `${RESUME_COOKIE}=${secret}; Path=/i/${token}; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure}`;
}

export function resumeSecretOf(cookies: string | undefined): string | null {
  for (const pair of (cookies ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === RESUME_COOKIE && value !== undefined && SECRET_FORM.test(value)) return value;
  }
  return null;
}

/** Why a link gives nothing any more. One that was open a moment ago was used by a parallel request. */
export function gonePage(state: LinkState): LinkPageName {
  switch (state) {
    case 'expired':
    case 'revoked':
      return state;
    case 'used':
    case 'live':
    case 'resumable':
      return 'used';
  }
}

export const downloadPath = (token: string): string => `/i/${token}`;
export const newLinkPath = (token: string): string => `/i/${token}/new-link`;
