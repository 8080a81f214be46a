import fc from 'fast-check';
import { addDays } from '../../../domain/time/add-months';
import type { IsoDate } from '../../../domain/time/iso-date';

/** Days from 2020 to 2059: several leap years, every month end. */
export const anyDay: fc.Arbitrary<IsoDate> = fc
  .integer({ min: 0, max: 40 * 365 })
  .map((offset) => addDays('2020-01-01', offset));

export const anyTimeZone = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'Asia/Shanghai',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Cairo'
);

export const anyMinor = fc.integer({ min: -9_000_000_000_000, max: 9_000_000_000_000 });
