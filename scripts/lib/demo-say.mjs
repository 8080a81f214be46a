const begun = performance.now();
const TWO_DECIMALS = { minimumFractionDigits: 2, maximumFractionDigits: 2 };

/** Prints a step of the demo with the milliseconds since its beginning. */
export function say(sentence) {
  process.stdout.write(`${`${Math.round(performance.now() - begun)} ms`.padStart(9)}  ${sentence}\n`);
}

/** @param {{ amountMinor: number, currency: string }} money the demo's currency has two decimals */
export const inWords = ({ amountMinor, currency }) =>
  `${currency} ${(amountMinor / 100).toLocaleString('en-US', TWO_DECIMALS)}`;

/** Ends the demo when an outcome is not what was promised. */
export function check(isTrue, promise) {
  if (!isTrue) throw new Error(`this should be true and is not: ${promise}`);
}
