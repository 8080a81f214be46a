import type { Actor } from '../../domain/access/role';
import type { Db } from '../shared/connection';
import { PERSON_COLUMNS, toPerson, type PersonRow } from './sessions';

/** The person with the rights of this moment; null for an unknown one and for one who was disabled. */
export async function findActor(db: Db, userId: string): Promise<Actor | null> {
  const row = await db('users')
    .where({ user_id: userId })
    .whereNull('disabled_at')
    .first<PersonRow | undefined>([...PERSON_COLUMNS]);
  return row === undefined ? null : toPerson(row).actor;
}
