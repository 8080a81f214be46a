import { z } from 'zod';
import { defineRoute, type Route } from '../http/route';
import { openApiDocument } from '../openapi';
import { API_VERSION } from '../version';
import { documentPage } from './document-page';

/** The document describes these two as well, so the table is asked for when it is whole. */
export function documentRoutes(table: () => readonly Route[]): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/openapi.json',
      access: 'public',
      tag: 'Documentation',
      summary: 'This interface as an OpenAPI 3.1 document',
      responses: { 200: { description: 'The document', body: z.looseObject({ openapi: z.string() }) } },
      handler: () => ({ status: 200, body: { openapi: '3.1.0', ...openApiDocument(table(), API_VERSION) } }),
    }),
    defineRoute({
      method: 'GET',
      path: '/docs',
      access: 'public',
      tag: 'Documentation',
      summary: 'This interface as a page to read',
      responses: { 200: { description: 'A page without scripts', contentType: 'text/html; charset=utf-8' } },
      handler: () => ({ status: 200, content: documentPage(openApiDocument(table(), API_VERSION)) }),
    }),
  ];
}
