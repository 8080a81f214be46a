/** One process that issues documents, started from its TypeScript. */
require('../register-typescript.cjs');
require('./issuer.ts');
