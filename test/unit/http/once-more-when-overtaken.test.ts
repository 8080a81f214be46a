import { onceMoreWhenOvertaken } from '../../../api/http/once-more-when-overtaken';

const refusal = (code: number): Error => Object.assign(new Error('refused'), { code });

function sender(...failures: readonly Error[]): { readonly send: () => Promise<string>; readonly tries: () => number } {
  let tries = 0;
  return {
    tries: () => tries,
    send: () => {
      const failure = failures[tries];
      tries += 1;
      return failure === undefined ? Promise.resolve('done') : Promise.reject(failure);
    },
  };
}

describe('an update that was overtaken by a signal', () => {
  test.each([
    ['said plainly', refusal(9)],
    ['wrapped by the client', new Error('failed', { cause: refusal(9) })],
  ])('is asked for once more, %s', async (_how, failure) => {
    const { send, tries } = sender(failure);
    await expect(onceMoreWhenOvertaken(send)).resolves.toBe('done');
    expect(tries()).toBe(2);
  });

  test('is not asked for a third time', async () => {
    const { send, tries } = sender(refusal(9), refusal(9));
    await expect(onceMoreWhenOvertaken(send)).rejects.toThrow('refused');
    expect(tries()).toBe(2);
  });

  test.each([refusal(4), refusal(14), new Error('something else')])('differs from other trouble', async (failure) => {
    const { send, tries } = sender(failure);
    await expect(onceMoreWhenOvertaken(send)).rejects.toBe(failure);
    expect(tries()).toBe(1);
  });
});
