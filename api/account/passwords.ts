import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane; about 30 ms. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Of a random text that nobody knows; an unknown e-mail is checked against it, so that it takes as long as a known one. */
let decoy: Promise<string> | undefined;

export function hashPassword(password: string): Promise<string> {
  return hash(password, OPTIONS);
}

/** `storedHash` is undefined for an unknown person: the work is done all the same and the answer is no. */
export async function isRightPassword(storedHash: string | undefined, password: string): Promise<boolean> {
  decoy ??= hash(crypto.randomUUID(), OPTIONS);
  const isRight = await verify(storedHash ?? (await decoy), password);
  return isRight && storedHash !== undefined;
}
