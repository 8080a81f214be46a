import { writeFileSync } from 'node:fs';
import { openApiDocument } from './openapi';
import { ROUTES } from './routes';
import { API_VERSION } from './version';

/** Prints the document, or writes it to the file that is named. */
const [file] = process.argv.slice(2);
const text = `${JSON.stringify(openApiDocument(ROUTES, API_VERSION), null, 2)}\n`;
if (file === undefined) process.stdout.write(text);
else writeFileSync(file, text);
