/** The long run of `npm run numbers`, started from its TypeScript. */
require('../register-typescript.cjs');
require('./numbers-main.ts');
