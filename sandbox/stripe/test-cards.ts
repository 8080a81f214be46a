export type CardBehaviour = 'succeeds' | 'declined' | 'insufficient_funds' | 'needs_authentication' | 'declined_later';

export interface TestCard {
  readonly last4: string;
  readonly behaviour: CardBehaviour;
  readonly label: string;
}

/** Stripe's published test numbers. Nothing else is taken, so that nobody types a real card into a stand-in. */
const TEST_CARDS: Readonly<Record<string, TestCard>> = {
  '4242424242424242': { last4: '4242', behaviour: 'succeeds', label: 'pays' },
  '4000000000000002': { last4: '0002', behaviour: 'declined', label: 'is declined' },
  '4000000000009995': { last4: '9995', behaviour: 'insufficient_funds', label: 'has insufficient funds' },
  '4000002760003184': { last4: '3184', behaviour: 'needs_authentication', label: 'asks for 3-D Secure' },
  '4000000000000341': { last4: '0341', behaviour: 'declined_later', label: 'can be saved, is declined when charged' },
};

export function findTestCard(number: string): TestCard | undefined {
  return TEST_CARDS[number.replace(/[\s-]/g, '')];
}

export function testCardNumbers(): { number: string; label: string }[] {
  return Object.entries(TEST_CARDS).map(([number, card]) => ({ number, label: card.label }));
}
