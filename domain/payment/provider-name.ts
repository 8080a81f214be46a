/** Who takes money online; stored as text with each attempt, payment, saved method and webhook. */
export const PROVIDER_NAMES = ['stripe', 'paypal'] as const;
export type ProviderName = (typeof PROVIDER_NAMES)[number];

export function isProviderName(text: string): text is ProviderName {
  return PROVIDER_NAMES.some((name) => name === text);
}
