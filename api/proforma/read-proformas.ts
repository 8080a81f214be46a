import { z } from 'zod';
import { listRegisteredPis, readRegisteredPi } from '../../db/proforma/registered-pis';
import { AppError } from '../http/app-error';
import { idField, optionalLineField } from '../http/fields';
import { given } from '../http/given';
import { pageOf, pageQuery, timeCursor, toPage } from '../http/paging';
import { defineRoute } from '../http/route';
import { piStateField, registeredPiSchema, toPiAnswer } from './proforma-schemas';

const query = pageQuery.extend({
  state: piStateField.optional(),
  partnerId: optionalLineField(64).optional(),
  text: optionalLineField(64).optional().describe('Part of the number'),
});
const place = timeCursor('registeredAt', 'piId');

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
      after: place.read(cursor),
      limit: limit + 1,
    });
    const page = toPage(rows, limit, place.of);
    return { status: 200, body: { items: page.items.map(toPiAnswer), nextCursor: page.nextCursor } };
  },
});

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
