import { z } from 'zod';
import { findPartner } from '../../db/account/find-partner';
import { writeAudit } from '../../db/audit/write-audit';
import { insertRegisteredPi, readRegisteredPi } from '../../db/proforma/registered-pis';
import { doOnce } from '../../db/shared/do-once';
import { findSeller } from '../../domain/catalogue/catalogue';
import type { FieldProblem } from '../../domain/field-problem';
import { piKey } from '../../domain/order/pi-key';
import { todayIn } from '../../domain/time/time-zone';
import { AppError, invalidInput } from '../http/app-error';
import { dateField, lineField, paidMoneyField } from '../http/fields';
import { defineRoute } from '../http/route';
import { registeredPiSchema, toPiAnswer } from './proforma-schemas';

const newProforma = z
  .strictObject({
    partnerId: lineField(64),
    piNumber: lineField(64),
    amount: paidMoneyField.describe('Gross, as the order will be'),
    validUntil: dateField.describe('Last day on which an order may name it'),
  })
  .meta({ id: 'NewProforma' });

export const registerProforma = defineRoute({
  method: 'POST',
  path: '/v1/proformas',
  access: 'pi.register',
  tag: 'Proformas',
  summary: 'Register a proforma whose number a partner may name at checkout',
  errors: ['partner_not_found'],
  idempotent: true,
  request: { body: newProforma },
  responses: { 201: { description: 'Registered', body: registeredPiSchema } },
  async handler({ body, scope, caller, meta }, deps) {
    const { partnerId, piNumber, amount, validUntil } = body;
    const partner = await findPartner(deps.db, scope, { partnerId });
    if (partner === undefined) throw new AppError('partner_not_found');
    const key = piKey(piNumber);
    const today = todayIn(findSeller(deps.catalogue, partner.sellerId)?.timeZone ?? 'UTC', meta.at);
    if (key === null) throw problem('piNumber', 'invalid_format', 'needs at least one letter or digit');
    if (validUntil < today) throw problem('validUntil', 'in_past', 'is past already; give a day from today on');
    const { at, source } = meta;
    const pi = { partnerId, piNumber, piKey: key, amount, validUntil, by: caller.actor.userId, at };
    const { result: piId } = await doOnce(deps.db, meta.underKey, 'register', async (trx) => {
      const inserted = await insertRegisteredPi(trx, pi);
      if (inserted === null) throw problem('piNumber', 'pi_registered', 'is registered for this partner already');
      const subject = { type: 'proforma', id: inserted };
      await writeAudit(trx, { at, source, what: 'proforma.registered', subject, data: { partnerId, ...amount } });
      return inserted;
    });
    const item = await readRegisteredPi(deps.db, scope, piId);
    if (item === null) throw new AppError('proforma_not_found');
    return { status: 201, headers: { Location: `/v1/proformas/${piId}` }, body: toPiAnswer(item) };
  },
});

const problem = (field: string, code: string, message: string): AppError => {
  const entry: FieldProblem = { field, code, message };
  return invalidInput([entry]);
};
