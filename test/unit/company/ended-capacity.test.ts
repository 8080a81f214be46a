import fc from 'fast-check';
import { capacitiesAfter, endingsOf, endsPlan, servicesLeft } from '../../../domain/company/ended-capacity';
import { SERVICES } from '../../../domain/catalogue/plan';
import { CAPACITY_CHOICES } from '../../../domain/payment/refund-state';

const period = { from: '2026-11-01', until: '2027-11-01' };
const desk = { type: 'service', service: 'desk' } as const;
const plan = { type: 'plan', plan: 'standard' } as const;
const HAVE = { meeting_room: 10, location: 2, desk: 20, visitor: 0 };

describe('what ends with a refund', () => {
  it('ends once, where an order was charged for two terms of the same units', () => {
    const lines = [
      { item: desk, quantity: 5, choice: 'end_at_term', period },
      { item: desk, quantity: 5, choice: 'end_now', period: { from: '2027-11-01', until: '2028-11-01' } },
    ] as const;
    expect(endingsOf(lines)).toEqual([{ item: desk, quantity: 5, choice: 'end_now' }]);
  });

  it('leaves alone what is kept, and never counts below nothing', () => {
    const line = fc.record({
      item: fc.constantFrom(...SERVICES).map((service) => ({ type: 'service' as const, service })),
      quantity: fc.integer({ min: 0, max: 50 }),
      choice: fc.constantFrom(...CAPACITY_CHOICES),
      period: fc.constant(period),
    });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const endings = endingsOf(lines);
        const left = capacitiesAfter(HAVE, endings, 'end_now');
        for (const service of SERVICES) {
          const ends = lines.filter(({ item, choice }) => item.service === service && choice === 'end_now');
          expect(left[service]).toBeGreaterThanOrEqual(0);
          if (ends.length === 0) expect(left[service]).toBe(HAVE[service]);
        }
      })
    );
  });

  it('names a plan’s end, and the services that would be left without one', () => {
    const endings = endingsOf([{ item: plan, quantity: 1, choice: 'end_now', period }]);
    expect([endsPlan(endings, 'end_now'), endsPlan(endings, 'end_at_term')]).toEqual([true, false]);
    expect(servicesLeft(capacitiesAfter(HAVE, endings, 'end_now'))).toEqual(['meeting_room', 'location', 'desk']);
  });
});
