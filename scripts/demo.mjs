/**
 * Plays three orders against a running installation, each to completion, and prints each step with its time: by card, by
 * PayPal, and by a bank transfer that a second person approves. Ends with code 1 when an outcome is not what was promised.
 * Needs the service environment.
 */
import { sampleData } from './lib/database-setup.mjs';
import { playBankTransfer } from './lib/demo-bank.mjs';
import { playCard } from './lib/demo-card.mjs';
import { signIn } from './lib/demo-client.mjs';
import { playPayPal } from './lib/demo-paypal.mjs';
import { say } from './lib/demo-say.mjs';

const PEOPLE = { ada: 'ada@aurora.example', anna: 'anna@vendor.example', fred: 'fred@vendor.example' };
const ORDERS = [
  ['an order by card', playCard],
  ['an order by PayPal', playPayPal],
  ['an order by bank transfer, with approval', playBankTransfer],
];

let playing = 'the sign-in';
try {
  const demo = { env: process.env, ...(await signInAll(process.env)) };
  for (const [index, [what, play]] of ORDERS.entries()) {
    playing = what;
    process.stdout.write(`\n── ${index + 1} of ${ORDERS.length}: ${what}\n`);
    await play(demo);
  }
  process.stdout.write('\n');
  say(`All ${ORDERS.length} orders are completed.`);
} catch (error) {
  process.stderr.write(`\nThe demo stopped at ${playing}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function signInAll(env) {
  const { logins } = await sampleData(env);
  const signedIn = Object.entries(PEOPLE).map(async ([name, email]) => {
    const login = logins.find((candidate) => candidate.email === email);
    if (login === undefined) throw new Error(`the sample data have no ${email}`);
    return [name, await signIn(env.PUBLIC_URL, login)];
  });
  const people = Object.fromEntries(await Promise.all(signedIn));
  say(
    `${Object.values(people)
      .map(({ who }) => who)
      .join(', ')} sign in at ${env.PUBLIC_URL}.`
  );
  return people;
}
