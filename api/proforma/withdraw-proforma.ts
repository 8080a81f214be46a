import { z } from 'zod';
import { writeAudit } from '../../db/audit/write-audit';
import { readRegisteredPi, withdrawRegisteredPi } from '../../db/proforma/registered-pis';
import { inTransaction } from '../../db/shared/transaction';
import { AppError } from '../http/app-error';
import { idField } from '../http/fields';
import { defineRoute } from '../http/route';
import { registeredPiSchema, toPiAnswer } from './proforma-schemas';

export const withdrawProforma = defineRoute({
  method: 'POST',
  path: '/v1/proformas/:pi/withdraw',
  access: 'pi.register',
  tag: 'Proformas',
  summary: 'Take a proforma that no order uses out of the register',
  notFound: 'proforma_not_found',
  errors: ['proforma_used'],
  request: { params: z.strictObject({ pi: idField }), body: z.strictObject({}).optional() },
  responses: { 200: { description: 'Withdrawn, now or before', body: registeredPiSchema } },
  async handler({ params: { pi: piId }, scope, meta }, deps) {
    if ((await readRegisteredPi(deps.db, scope, piId)) === null) throw new AppError('proforma_not_found');
    const { at, source } = meta;
    await inTransaction(deps.db, async (trx) => {
      const outcome = await withdrawRegisteredPi(trx, { piId, at });
      if (outcome === 'used') throw new AppError('proforma_used');
      const subject = { type: 'proforma', id: piId };
      if (outcome === 'withdrawn') await writeAudit(trx, { at, source, what: 'proforma.withdrawn', subject });
    });
    const item = await readRegisteredPi(deps.db, scope, piId);
    if (item === null) throw new AppError('proforma_not_found');
    return { status: 200, body: toPiAnswer(item) };
  },
});
