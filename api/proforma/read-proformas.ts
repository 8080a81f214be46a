import { z } from 'zod';
import { listRegisteredPis, readRegisteredPi, type RegisteredPiItem } from '../../db/proforma/registered-pis';
import { AppError } from '../http/app-error';
import { idField, instantField, optionalLineField } from '../http/fields';
import { given } from '../http/given';
import { decodeCursor, encodeCursor, pageOf, pageQuery, toPage } from '../http/paging';
import { defineRoute } from '../http/route';
import { piStateField, registeredPiSchema, toPiAnswer } from './proforma-schemas';

const query = pageQuery.extend({
  state: piStateField.optional(),
  partnerId: optionalLineField(64).optional(),
  text: optionalLineField(64).optional().describe('Part of the number'),
});
const cursorSchema = z.tuple([instantField, idField]);

export const listProformas = defineRoute({
  method: 'GET',
  path: '/v1/proformas',
  access: 'pi.view',
  tag: 'Proformas',
  summary: 'The register of proformas, newest first',
  request: { query },
  responses: { 200: { description: 'One page', body: pageOf(registeredPiSchema) } },
  async handler({ query: { limit, cursor, text, ...filter }, scope }, deps) {
    const rows = await listRegisteredPis(deps.db, {
      scope,
      filter: given({ ...filter, text: text === '' ? undefined : text }),
      after: cursor === undefined ? null : readCursor(cursor),
      limit: limit + 1,
    });
    const page = toPage(rows, limit, cursorOf);
    return { status: 200, body: { items: page.items.map(toPiAnswer), nextCursor: page.nextCursor } };
  },
});

const cursorOf = (last: RegisteredPiItem): string => encodeCursor([last.registeredAt, last.piId]);

function readCursor(cursor: string): { registeredAt: string; piId: string } {
  const [registeredAt, piId] = decodeCursor(cursor, cursorSchema);
  return { registeredAt, piId };
}

export const getProforma = defineRoute({
  method: 'GET',
  path: '/v1/proformas/:pi',
  access: 'pi.view',
  tag: 'Proformas',
  summary: 'One registered proforma',
  notFound: 'proforma_not_found',
  request: { params: z.strictObject({ pi: idField }) },
  responses: { 200: { description: 'As it stands now', body: registeredPiSchema } },
  async handler({ params, scope }, deps) {
    const item = await readRegisteredPi(deps.db, scope, params.pi);
    if (item === null) throw new AppError('proforma_not_found');
    return { status: 200, body: toPiAnswer(item) };
  },
});
