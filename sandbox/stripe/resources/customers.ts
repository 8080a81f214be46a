import { z } from 'zod';
import { pathId, type Operation } from '../api-call';
import { checkParams, email, expand, metadata, pagination, text } from '../form-params';
import { newId } from '../new-id';
import { customerObject } from '../objects/customer-object';
import { listObject } from '../objects/list-object';
import { paymentMethodObject } from '../objects/payment-method-object';
import type { CustomerRow } from '../records';
import { find } from '../stripe-state';

const address = z.strictObject({
  city: z.string().max(200).optional(),
  country: z.string().max(2).optional(),
  line1: z.string().max(500).optional(),
  line2: z.string().max(500).optional(),
  postal_code: z.string().max(50).optional(),
  state: z.string().max(200).optional(),
});

const customerParams = z.strictObject({
  address: address.optional(),
  description: text(350).optional(),
  email: email.optional(),
  expand: expand.optional(),
  metadata: metadata.optional(),
  name: text(256).optional(),
  phone: text(20).optional(),
  preferred_locales: z.array(text(20)).max(20).optional(),
});

export const createCustomer: Operation = ({ state }, call) => {
  const row = merged({ id: newId('cus'), created: state.clock.nowSeconds(), ...blank }, call.input);
  state.customers.put(row.id, row);
  return customerObject(row);
};

export const updateCustomer: Operation = ({ state }, call) => {
  const row = merged(find(state.customers, 'customer', pathId(call)), call.input);
  state.customers.put(row.id, row);
  return customerObject(row);
};

export const retrieveCustomer: Operation = ({ state }, call) => {
  checkParams(z.strictObject({ expand: expand.optional() }), call.input);
  return customerObject(find(state.customers, 'customer', pathId(call)));
};

const methodParams = z.strictObject({ ...pagination, type: z.literal('card').optional() });

export const listCustomerMethods: Operation = ({ state }, call) => {
  const params = checkParams(methodParams, call.input);
  const customer = find(state.customers, 'customer', pathId(call));
  const rows = state.paymentMethods.all().filter((method) => method.customer === customer.id);
  return listObject(`/v1/customers/${customer.id}/payment_methods`, rows, params, paymentMethodObject);
};

const blank = {
  email: null,
  name: null,
  description: null,
  phone: null,
  preferredLocales: [],
  address: null,
  metadata: {},
} satisfies Partial<CustomerRow>;

function merged(row: CustomerRow, input: unknown): CustomerRow {
  const given = checkParams(customerParams, input);
  const emptyAddress = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };
  return {
    ...row,
    email: given.email ?? row.email,
    name: given.name ?? row.name,
    description: given.description ?? row.description,
    phone: given.phone ?? row.phone,
    preferredLocales: given.preferred_locales ?? row.preferredLocales,
    address: given.address === undefined ? row.address : { ...emptyAddress, ...defined(given.address) },
    metadata: { ...row.metadata, ...given.metadata },
  };
}

function defined(given: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
