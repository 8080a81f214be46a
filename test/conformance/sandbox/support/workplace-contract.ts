import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import contract from '../../../../docs/contracts/workplace.openapi.json';

export interface Seen {
  readonly request: { operation: 'findCompany' | 'setEntitlement'; body?: unknown };
  readonly status: number;
  readonly body: unknown;
}

const RESPONSES = {
  findCompany: contract.paths['/v1/companies/{companyId}'].get.responses,
  setEntitlement: contract.paths['/v1/companies/{companyId}/entitlement'].put.responses,
};

const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addFormat('date', (text) => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text));
ajv.addSchema(contract, 'workplace');

/** Whether a request body fits the published contract. */
export function requestErrors(body: unknown): string[] {
  return errorsOf(schema('Entitlement'), body);
}

/** What a response lacks against the published contract: its status must be named and its body must fit. */
export function responseErrors(seen: Seen): string[] {
  const responses: Record<string, { $ref: string }> = RESPONSES[seen.request.operation];
  const named = responses[String(seen.status)] ?? responses[`${Math.floor(seen.status / 100)}XX`];
  if (named === undefined) return [`status ${seen.status} is not in the contract`];
  const name = named.$ref.split('/').at(-1) ?? '';
  const response = Object.entries(contract.components.responses).find(([key]) => key === name)?.[1];
  if (response === undefined) return [`response ${name} is not in the contract`];
  const [media] = Object.values<{ schema: { $ref: string } }>(response.content);
  return errorsOf(schema(media?.schema.$ref.split('/').at(-1) ?? ''), seen.body);
}

function schema(name: string): ValidateFunction {
  const found = ajv.getSchema(`workplace#/components/schemas/${name}`);
  if (found === undefined) throw new Error(`The contract has no schema ${name}`);
  return found;
}

function errorsOf(validate: ValidateFunction, value: unknown): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
}
