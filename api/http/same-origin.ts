import { AppError } from './app-error';

export interface OriginHeaders {
  readonly 'sec-fetch-site'?: string | string[] | undefined;
  readonly origin?: string | undefined;
}

/**
 * A browser sends our cookie along with forms of other sites' pages. Every current browser says where a request comes
 * from; what says nothing is no browser and has to use a bearer token.
 * @throws AppError `cross_site_request`
 */
export function requireSameOrigin(headers: OriginHeaders, publicUrl: string): void {
  if (!isSameOrigin(headers, publicUrl, false)) throw new AppError('cross_site_request');
}

/** For sign-in itself: a program without those headers may, another site's page may not. */
export function refuseCrossSite(headers: OriginHeaders, publicUrl: string): void {
  if (!isSameOrigin(headers, publicUrl, true)) throw new AppError('cross_site_request');
}

function isSameOrigin(headers: OriginHeaders, publicUrl: string, whenSilent: boolean): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  if (headers.origin === undefined) return whenSilent;
  return headers.origin === new URL(publicUrl).origin;
}
