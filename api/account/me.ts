import { z } from 'zod';
import { can } from '../../domain/access/can';
import { CAPABILITIES, SCOPES } from '../../domain/access/capability';
import { CONSENT_TEXT_VERSION, TERMS_VERSION } from '../http/terms';
import { instantField } from '../http/fields';
import { defineRoute } from '../http/route';
import { userSchema } from './account-schemas';
import { toUser } from './to-user';

export const me = defineRoute({
  method: 'GET',
  path: '/v1/me',
  access: 'session',
  tag: 'Account',
  summary: 'Who you are and what you may do',
  responses: {
    200: {
      description: 'The person behind the session',
      body: z.strictObject({
        user: userSchema,
        capabilities: z
          .partialRecord(z.enum(CAPABILITIES), z.enum(SCOPES))
          .describe('What you may do, and for whose things; what is absent you may not'),
        sessionExpiresAt: instantField,
        mode: z.enum(['sandbox', 'live']),
        termsVersion: z.string().describe('Version of the terms of sale that orders accept today'),
        consentTextVersion: z.string().describe('Version of the sentence that allows later charges for Auto Renew'),
      }),
    },
  },
  handler({ caller }, deps) {
    const held = CAPABILITIES.map((name) => [name, can(caller.actor, name)] as const);
    return {
      status: 200,
      body: {
        user: toUser(caller),
        capabilities: Object.fromEntries(held.filter(([, scope]) => scope !== 'none')),
        sessionExpiresAt: caller.session.expiresAt,
        mode: deps.settings.mode,
        termsVersion: TERMS_VERSION,
        consentTextVersion: CONSENT_TEXT_VERSION,
      },
    };
  },
});
