import { z } from 'zod';
import { PARTNER_RIGHTS, ROLES } from '../../domain/access/role';
import { LOCALES } from '../../domain/billing/billing-data';
import { idField, instantField } from '../http/fields';

export const userSchema = z
  .strictObject({
    userId: idField,
    email: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    partnerId: z.string().nullable(),
    rights: z.array(z.enum(PARTNER_RIGHTS)),
    locale: z.enum(LOCALES),
  })
  .meta({ id: 'User' });

export const sessionSchema = z
  .strictObject({
    sessionId: idField,
    createdAt: instantField,
    expiresAt: instantField,
    ip: z.string().nullable(),
    userAgent: z.string().nullable(),
    current: z.boolean().describe('The session that asks'),
  })
  .meta({ id: 'Session' });
