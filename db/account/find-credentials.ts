import type { Db } from '../shared/connection';
import { PERSON_COLUMNS, toPerson, type PersonRow, type SignedInPerson } from './sessions';

export interface Credentials {
  readonly person: SignedInPerson;
  readonly passwordHash: string;
}

/** By e-mail in lower case; undefined for an unknown or disabled person. */
export async function findCredentials(db: Db, email: string): Promise<Credentials | undefined> {
  const row = await db('users')
    .where('email', email)
    .whereNull('disabled_at')
    .first<(PersonRow & { password_hash: string }) | undefined>([...PERSON_COLUMNS, 'password_hash']);
  return row && { person: toPerson(row), passwordHash: row.password_hash };
}
