import importX from 'eslint-plugin-import-x';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Rooms of the house; `workflows/contracts` counts as a room of its own. */
const ROOMS = ['domain', 'workflows', 'activities', 'gateways', 'db', 'api', 'worker', 'sandbox', 'bench', 'portal'];

/** Design §1: which rooms a room may import from (itself included). Type-only imports of activities by workflows are checked below. */
export const MAY_IMPORT = {
  domain: ['domain'],
  'workflows/contracts': ['domain', 'workflows/contracts'],
  workflows: ['domain', 'workflows'],
  activities: ['domain', 'workflows/contracts', 'activities', 'gateways', 'db'],
  gateways: ['domain', 'gateways'],
  db: ['domain', 'db'],
  api: ['domain', 'workflows/contracts', 'gateways', 'db', 'api'],
  worker: ['domain', 'workflows', 'activities', 'gateways', 'db', 'worker'],
  sandbox: ['sandbox'],
  portal: ['portal'],
};

const zones = Object.entries(MAY_IMPORT).flatMap(([room, allowed]) =>
  ROOMS.filter((other) => !allowed.includes(other)).map((other) => {
    const inner = allowed
      .filter((name) => name.startsWith(`${other}/`))
      .map((name) => `./${name.slice(other.length + 1)}`);
    // The workflows' right to see the types of activities is left to the rule that tells types from values.
    if (room === 'workflows' && other === 'activities') return null;
    const own = room.startsWith(`${other}/`) ? [`./${room.slice(other.length + 1)}`] : [];
    return {
      target: `./${room}`,
      from: `./${other}`,
      except: [...new Set([...inner, ...own])],
      message: `${room}/ may not import ${other}/ (docs/decisions/0001-layout.md).`,
    };
  })
);

/** Features inside a room do not import each other; what they share moves to domain/ or the room's shared folder. */
const FEATURES = {
  api: [
    'account',
    'catalogue',
    'company',
    'contact',
    'event',
    'evidence',
    'invoice',
    'offline',
    'order',
    'proforma',
    'quote',
    'receipt',
    'refund',
    'reconcile',
    'subscription',
    'task',
    'webhook',
  ],
  activities: ['capacity', 'invoice', 'mail', 'offline', 'order', 'payment', 'reconcile', 'subscription'],
  db: [
    'account',
    'capacity',
    'company',
    'contact',
    'evidence',
    'inbox',
    'invoice',
    'mail',
    'offline',
    'order',
    'outbox',
    'payment',
    'proforma',
    'quote',
    'reconcile',
    'subscription',
    'task',
  ],
};
/** Rooms of db that every feature of db may use in the same transaction: they are its notebook, not features. */
const DB_SHARED = ['outbox', 'task', 'mail'];

const featureZones = Object.entries(FEATURES).flatMap(([room, features]) =>
  features.map((feature) => ({
    target: `./${room}/${feature}`,
    from: `./${room}`,
    except: [...new Set([feature, 'shared', 'http', 'audit', ...(room === 'db' ? DB_SHARED : [])])].map(
      (name) => `./${name}`
    ),
    message: `features of ${room}/ do not import each other.`,
  }))
);

const noClock = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Business time comes from the Clock port or from `at` in the input.',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Business time comes from the Clock port or from `at` in the input.',
  },
  {
    selector: 'ExportDefaultDeclaration',
    message: 'Named exports only.',
  },
];
const noSqlNow = [
  { selector: 'Literal[value=/\\bnow\\(\\)|current_timestamp/i]', message: 'SQL does not tell the time: pass it in.' },
  {
    selector: 'TemplateElement[value.raw=/\\bnow\\(\\)|current_timestamp/i]',
    message: 'SQL does not tell the time: pass it in.',
  },
];

/** Packages that only one room may touch. */
const bans = (names, message) => names.map((name) => ({ name, message }));
const KNEX = bans(['knex', 'pg'], 'SQL lives in db/.');
const SDKS = bans(['stripe', '@paypal/paypal-server-sdk', 'nodemailer'], 'Provider SDKs live in gateways/.');
const TEMPORAL_CLIENT = bans(
  ['@temporalio/client'],
  'The Temporal client lives in api/http/workflow-client.ts and in the roots.'
);
const EXPRESS = bans(['express'], 'HTTP lives in api/.');
const banned = (...lists) => ['error', { paths: lists.flat() }];

const NODE_BUILTINS = [
  'node:*',
  'fs',
  'fs/*',
  'path',
  'crypto',
  'os',
  'http',
  'https',
  'net',
  'child_process',
  'worker_threads',
  'timers',
  'timers/*',
];

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'node_modules/**',
      '.purser/**',
      '.cache/**',
      'portal/dist/**',
      'portal/src/shared/api/schema.ts',
      'test/tidy/examples/**',
      'portal/src/shared/api/schema.ts',
      '**/*.cjs',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: {
      // Without these two no-cycle follows JavaScript files only and finds nothing here.
      'import-x/extensions': ['.ts', '.tsx'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/resolver-next': [importX.createNodeResolver({ extensions: ['.ts', '.tsx', '.js', '.json'] })],
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'object-shorthand': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      'import-x/no-cycle': ['error', { maxDepth: 6 }],
      'import-x/no-restricted-paths': ['error', { zones: [...zones.filter(Boolean), ...featureZones] }],
      'no-restricted-syntax': ['error', ...noClock],
      'no-restricted-imports': banned(KNEX, SDKS, TEMPORAL_CLIENT, EXPRESS),
    },
  },
  {
    files: ['workflows/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: NODE_BUILTINS, message: 'Workflow code is deterministic: no Node built-ins.' },
            { group: ['**/activities/**'], allowTypeImports: true, message: 'Workflows know activities by type only.' },
          ],
        },
      ],
      // Workflow code has a deterministic Date of its own; `now()` in workflows/shared adds the offset.
      'no-restricted-syntax': ['error', ...noClock],
    },
  },
  {
    files: ['domain/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: [...NODE_BUILTINS, '@*/*', 'zod', 'pino'], message: 'domain/ touches nothing outside itself.' },
          ],
        },
      ],
    },
  },
  {
    files: ['db/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...noClock, ...noSqlNow],
      'no-restricted-imports': banned(SDKS, TEMPORAL_CLIENT, EXPRESS),
    },
  },
  { files: ['gateways/**/*.ts'], rules: { 'no-restricted-imports': banned(KNEX, TEMPORAL_CLIENT, EXPRESS) } },
  {
    files: ['gateways/clock/**/*.ts', 'workflows/shared/now.ts', 'worker/**/*.ts', 'api/server.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  { files: ['api/**/*.ts'], rules: { 'no-restricted-imports': banned(KNEX, SDKS, TEMPORAL_CLIENT) } },
  {
    files: ['api/http/workflow-client.ts', 'worker/**/*.ts'],
    rules: { 'no-restricted-imports': banned(KNEX, SDKS, EXPRESS) },
  },
  { files: ['db/migrations/**/*.ts'], rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' } },
  {
    files: ['sandbox/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', noClock[2]], 'no-restricted-imports': 'off' },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': 'off',
      'no-restricted-imports': 'off',
      'no-restricted-syntax': ['error', noClock[2]],
      '@typescript-eslint/require-await': 'off',
      // Answers of the outside are typed by whoever asks.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // Tests look into answers of every shape; what is not there fails the assertion.
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['portal/**/*.ts', 'portal/**/*.tsx'],
    languageOptions: { globals: globals.browser },
    rules: {
      'max-lines-per-function': ['error', { max: 150, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', noClock[2]],
    },
  },
  { files: ['portal/vite.config.mts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['scripts/**/*.mjs', '*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: globals.node, ecmaVersion: 2023 },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'no-undef': 'error',
      'no-unused-vars': 'error',
    },
  }
);
