/** The API version that the installed SDK pins; requests under another one are refused, because nothing here models it. */
export const STRIPE_API_VERSION = '2026-10-28.endive';
