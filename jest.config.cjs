/** One project per layer; `scripts/test.mjs` brings up what the chosen layers need and prints each layer's time. */
const swc = {
  '^.+\\.tsx?$': [
    '@swc/jest',
    { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' }, sourceMaps: 'inline' },
  ],
};
const layers = ['unit', 'tidy', 'replay', 'db', 'activities', 'conformance', 'api', 'workflows', 'e2e', 'chaos'];

module.exports = {
  projects: layers.map((layer) => ({
    displayName: layer,
    rootDir: __dirname,
    testEnvironment: 'node',
    testMatch: [`<rootDir>/test/${layer}/**/*.test.ts`],
    transform: swc,
    modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.purser', '<rootDir>/.cache'],
  })),
};
