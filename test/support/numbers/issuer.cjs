/** One process that issues documents, started from its TypeScript. */
require('../pdf/register-typescript.cjs');
require('./issuer.ts');
