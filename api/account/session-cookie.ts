import { SESSION_COOKIE } from '../http/authenticate';

/** Readable by no script, sent to no other site. `Secure` follows the public address: a loopback demo has no TLS. */
export function sessionCookie(token: string, maxAgeSeconds: number, publicUrl: string): string {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  return `${SESSION_COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}${secure}`;
}

export function clearedSessionCookie(publicUrl: string): string {
  return sessionCookie('', 0, publicUrl);
}
