import { z } from 'zod';
import { PI_STATES, type RegisteredPiItem } from '../../db/proforma/registered-pis';
import { dateField, idField, instantField, moneyField } from '../http/fields';

export const piStateField = z.enum(PI_STATES);

export const registeredPiSchema = z
  .strictObject({
    piId: idField,
    partner: z.strictObject({ partnerId: z.string(), name: z.string() }),
    piNumber: z.string(),
    amount: moneyField.describe('Gross'),
    validUntil: dateField.describe('Last day on which an order may name it'),
    state: piStateField,
    registeredBy: z.strictObject({ userId: z.string(), name: z.string() }),
    registeredAt: instantField,
    withdrawnAt: instantField.nullable(),
    order: z.strictObject({ orderId: z.string(), orderNo: z.string() }).nullable().describe('That it pays'),
  })
  .meta({ id: 'RegisteredProforma' });

export function toPiAnswer(item: RegisteredPiItem): z.input<typeof registeredPiSchema> {
  const isUsed = item.order !== null;
  return { ...item, state: isUsed ? 'used' : item.withdrawnAt === null ? 'free' : 'withdrawn' };
}
