/** Writes the portal's types from the committed API document: `node scripts/generate-portal-client.mjs [--check]`. */
import fs from 'node:fs';
import path from 'node:path';

import { repoRoot } from './lib/paths.mjs';

const source = path.join(repoRoot, 'api', 'openapi.json');
const target = path.join(repoRoot, 'portal', 'src', 'shared', 'api', 'schema.ts');
const document = JSON.parse(fs.readFileSync(source, 'utf8'));

const quoted = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`);

/** The TypeScript type of one JSON Schema; what no rule here knows is `unknown`, never a guess. */
function typeOf(schema) {
  if (schema === undefined || schema === true) return 'unknown';
  if (schema.$ref !== undefined) return `components['${schema.$ref.split('/').at(-1)}']`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const union = schema.anyOf ?? schema.oneOf;
  if (union !== undefined) return union.map((part) => `(${typeOf(part)})`).join(' | ');
  if (schema.allOf !== undefined) return schema.allOf.map((part) => `(${typeOf(part)})`).join(' & ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type })).join(' | ');
  if (schema.type === 'array') return `readonly (${typeOf(schema.items)})[]`;
  if (schema.type === 'object') return objectType(schema);
  if (schema.type === 'integer') return 'number';
  return ['string', 'number', 'boolean', 'null'].includes(schema.type) ? schema.type : 'unknown';
}

function objectType({ properties, required = [], additionalProperties }) {
  if (properties === undefined) {
    const values = typeof additionalProperties === 'object' ? typeOf(additionalProperties) : 'unknown';
    return `Readonly<Record<string, ${values}>>`;
  }
  const fields = Object.entries(properties).map(
    ([name, schema]) => `readonly ${quoted(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema)};`
  );
  return `{ ${fields.join(' ')} }`;
}

const jsonOf = (part) => part?.content?.['application/json']?.schema;

/** `'GET /v1/me': { body: …; answer: … }` for every operation that answers with JSON. */
function operations() {
  return Object.entries(document.paths).flatMap(([address, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const good = Object.entries(operation.responses).find(([status]) => status < '300')?.[1];
      const answer = jsonOf(good);
      if (answer === undefined) return [];
      const body = jsonOf(operation.requestBody);
      const name = `'${method.toUpperCase()} ${address}'`;
      return [
        `  ${name}: { readonly body: ${body === undefined ? 'undefined' : typeOf(body)}; readonly answer: ${typeOf(answer)} };`,
      ];
    })
  );
}

const schemas = Object.entries(document.components.schemas).map(([name, schema]) => `  ${name}: ${typeOf(schema)};`);
const text = `/* Generated from api/openapi.json by scripts/generate-portal-client.mjs. */
export interface components {
${schemas.join('\n')}
}

export interface operations {
${operations().join('\n')}
}
`;

if (process.argv.includes('--check')) {
  if (fs.readFileSync(target, 'utf8') !== text) {
    process.stderr.write('portal/src/shared/api/schema.ts is stale: run node scripts/generate-portal-client.mjs\n');
    process.exitCode = 1;
  }
} else fs.writeFileSync(target, text);
