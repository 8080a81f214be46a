import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** What each secret looks like when it is made; Stripe's carry the prefixes by which its SDK tells test from live. */
const RECIPES = {
  databasePassword: () => random(24),
  stripeSecretKey: () => `sk_test_${random(24)}`,
  stripeWebhookSecret: () => `whsec_${random(24)}`,
  paypalClientSecret: () => random(24),
  workplaceApiKey: () => random(24),
  linkSecret: () => random(32),
  controlSecret: () => random(24),
};

const random = (bytes) => randomBytes(bytes).toString('hex');

/** Secrets of this installation: made once, kept for the data that depends on them, readable by their owner alone. */
export function loadSecrets(directory) {
  const file = path.join(directory, 'secrets.json');
  const known = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  const missing = Object.keys(RECIPES).filter((name) => typeof known[name] !== 'string');
  if (missing.length === 0) return known;
  const secrets = { ...known, ...Object.fromEntries(missing.map((name) => [name, RECIPES[name]()])) };
  const half = `${file}.${process.pid}`;
  fs.writeFileSync(half, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(half, file);
  return secrets;
}
