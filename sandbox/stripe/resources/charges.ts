import { z } from 'zod';
import { pathId, type Operation } from '../api-call';
import { checkParams, createdRange, expand, isCreatedIn, pagination, text } from '../form-params';
import { chargeObject } from '../objects/charge-object';
import { listObject } from '../objects/list-object';
import { find } from '../stripe-state';

export const retrieveCharge: Operation = ({ state }, call) => {
  checkParams(z.strictObject({ expand: expand.optional() }), call.input);
  return chargeObject(state, find(state.charges, 'charge', pathId(call)));
};

const listParams = z.strictObject({
  ...pagination,
  payment_intent: text(100).optional(),
  customer: text(100).optional(),
  created: createdRange.optional(),
});

export const listCharges: Operation = ({ state }, call) => {
  const params = checkParams(listParams, call.input);
  const rows = state.charges.all().filter((charge) => {
    const intentFits = params.payment_intent === undefined || charge.paymentIntent === params.payment_intent;
    return (
      isCreatedIn(charge, params.created) &&
      intentFits &&
      (params.customer === undefined || charge.customer === params.customer)
    );
  });
  return listObject('/v1/charges', rows, params, (row) => chargeObject(state, row));
};
