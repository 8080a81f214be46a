import type { SignedInPerson } from '../../db/account/sessions';
import type { z } from 'zod';
import type { userSchema } from './account-schemas';

export function toUser(person: SignedInPerson): z.input<typeof userSchema> {
  const { userId, role, partnerId, rights } = person.actor;
  return {
    userId,
    email: person.email,
    name: person.name,
    role,
    partnerId,
    rights: [...rights],
    locale: person.locale,
  };
}
