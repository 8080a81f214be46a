/** The product's PDF thread, started from its TypeScript. */
require('../register-typescript.cjs');
require('../../../gateways/pdf/pdf-worker.ts');
