import { parseOrderWish } from '../../../domain/order/order-wish';

const body = {
  quoteId: 'quote-1',
  method: 'card',
  autoRenew: 'keep',
  consent: null,
  piNumber: null,
  termsVersion: '2026-01',
  remarks: { poNumber: 'PO 1', customReference: '', orderOwner: '', comment: '' },
};

describe('a stored order request', () => {
  test('gives back what was wished', () => {
    expect(parseOrderWish(body)).toEqual(body);
    expect(parseOrderWish({ ...body, consent: { textVersion: '1' } })).toMatchObject({ consent: { textVersion: '1' } });
  });

  test('has empty remarks where none were given', () => {
    expect(parseOrderWish({ ...body, remarks: undefined })?.remarks).toEqual({
      poNumber: '',
      customReference: '',
      orderOwner: '',
      comment: '',
    });
  });

  test.each([null, 'x', [], {}, { ...body, method: 'cash' }, { ...body, autoRenew: true }, { ...body, quoteId: '' }])(
    'is no wish when it reads %p',
    (stored) => {
      expect(parseOrderWish(stored)).toBeNull();
    }
  );
});
