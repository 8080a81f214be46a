/** Prints the SHA-256 of the PDF made from the body on standard input: a second process for the test of sameness. */
require('../register-typescript.cjs');
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { renderPdf } = require('../../../gateways/pdf/render-pdf.ts');

void renderPdf(JSON.parse(readFileSync(0, 'utf8'))).then((pdf) => {
  process.stdout.write(createHash('sha256').update(pdf).digest('hex'));
});
