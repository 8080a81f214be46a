import { createOffsetClock } from '../../gateways/clock/offset-clock';
import { createRealClock } from '../../gateways/clock/real-clock';
import { realNowMs } from '../../gateways/clock/real-now-ms';

describe('every clock', () => {
  const clocks = { real: createRealClock, offset: () => createOffsetClock(0) };
  for (const [name, create] of Object.entries(clocks)) {
    it(`${name}: tells an instant in UTC that never goes back`, () => {
      const clock = create();
      const first = clock.now();
      const second = clock.now();
      expect(first).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(second >= first).toBe(true);
      expect(Math.abs(Date.parse(first) - Date.now())).toBeLessThan(1_000);
      expect(clock.offsetMs()).toBe(0);
    });
  }
});

describe('the clock of sandbox mode', () => {
  const day = 86_400_000;

  it('runs ahead by its offset while real time stays real', () => {
    const clock = createOffsetClock(day);
    expect(Date.parse(clock.now()) - Date.now()).toBeGreaterThan(day - 1_000);
    expect(clock.offsetMs()).toBe(day);
    expect(Math.abs(realNowMs(clock) - Date.now())).toBeLessThan(1_000);
  });

  it('moves forward and refuses to move back', () => {
    const clock = createOffsetClock(day);
    clock.setOffset(3 * day);
    clock.setOffset(3 * day);
    expect(clock.offsetMs()).toBe(3 * day);
    expect(() => {
      clock.setOffset(2 * day);
    }).toThrow(/only moves forward/);
    expect(clock.offsetMs()).toBe(3 * day);
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])('takes no offset of %s ms', (offset) => {
    expect(() => createOffsetClock(offset)).toThrow(RangeError);
    expect(() => {
      createOffsetClock(0).setOffset(offset);
    }).toThrow(RangeError);
  });
});
