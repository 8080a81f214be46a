import { lintExamples, type Example } from './rules/lint-examples';

jest.setTimeout(60_000);

/** A file that exists in each room, seen from the root without its ending. */
const FILE_IN = {
  domain: 'domain/money/money',
  'workflows/contracts': 'workflows/contracts/ids',
  workflows: 'workflows/shared/wait-until',
  activities: 'activities/shared/step-deps',
  gateways: 'gateways/clock/clock',
  db: 'db/shared/connection',
  api: 'api/http/problem',
  worker: 'worker/config',
  sandbox: 'sandbox/http/reply',
  portal: 'portal/src/shared/format/money',
} as const;
type Room = keyof typeof FILE_IN;
const ROOMS = Object.keys(FILE_IN) as Room[];

/** The table of docs/decisions/0001-layout.md, written a second time. */
const ALLOWED: Readonly<Record<Room, readonly Room[]>> = {
  domain: ['domain'],
  'workflows/contracts': ['domain', 'workflows/contracts'],
  workflows: ['domain', 'workflows/contracts', 'workflows', 'activities'],
  activities: ['domain', 'workflows/contracts', 'activities', 'gateways', 'db'],
  gateways: ['domain', 'gateways'],
  db: ['domain', 'db'],
  api: ['domain', 'workflows/contracts', 'gateways', 'db', 'api'],
  worker: ['domain', 'workflows/contracts', 'workflows', 'activities', 'gateways', 'db', 'worker'],
  sandbox: ['sandbox'],
  portal: ['portal'],
};

const PLACE: Readonly<Record<Room, string>> = {
  domain: 'domain/money/example.ts',
  'workflows/contracts': 'workflows/contracts/example.ts',
  workflows: 'workflows/shared/example.ts',
  activities: 'activities/shared/example.ts',
  gateways: 'gateways/shared/example.ts',
  db: 'db/shared/example.ts',
  api: 'api/http/example.ts',
  worker: 'worker/example.ts',
  sandbox: 'sandbox/http/example.ts',
  portal: 'portal/src/shared/example.ts',
};

const up = (file: string): string => '../'.repeat(file.split('/').length - 1) || './';
const importing = (filePath: string, target: string, kind = 'import type'): Example => ({
  filePath,
  text: `${kind} { x } from '${up(filePath)}${target}';\nexport const y: x = 1;\n`,
});

const PAIRS = ROOMS.flatMap((from) => ROOMS.map((to) => ({ from, to })));
const FEATURE_EXAMPLES = {
  'api: a feature and another one': importing('api/order/example.ts', 'api/quote/quote-schemas'),
  'activities: a feature and another one': importing('activities/mail/example.ts', 'activities/payment/payment-deps'),
  'db: a feature and another one': importing('db/order/example.ts', 'db/quote/quotes'),
};
const FEATURE_ALLOWED = {
  'api: a feature and http': importing('api/order/example.ts', 'api/http/problem'),
  'activities: a feature and shared': importing('activities/mail/example.ts', 'activities/shared/step-deps'),
  'db: a feature and the tasks': importing('db/order/example.ts', 'db/task/open-task'),
};
const VALUE_OF_ACTIVITY = importing('workflows/order/example.ts', 'activities/shared/final-failure', 'import');
const TYPE_OF_ACTIVITY = importing('workflows/order/example.ts', 'activities/shared/final-failure');

const ZONE = 'import-x/no-restricted-paths';
let broken: ReadonlyMap<Example, readonly string[]>;
const examplesOfPairs = new Map(PAIRS.map(({ from, to }) => [`${from} ${to}`, importing(PLACE[from], FILE_IN[to])]));

beforeAll(() => {
  const all = [
    ...examplesOfPairs.values(),
    ...Object.values(FEATURE_EXAMPLES),
    ...Object.values(FEATURE_ALLOWED),
    VALUE_OF_ACTIVITY,
    TYPE_OF_ACTIVITY,
  ];
  const answers = lintExamples(all);
  broken = new Map(all.map((example, index) => [example, answers[index] ?? []]));
}, 60_000);

const rulesOf = (example: Example | undefined): readonly string[] => (example && broken.get(example)) ?? ['not linted'];

describe('import directions', () => {
  test.each(PAIRS)('$from to $to is as the table says', ({ from, to }) => {
    const isCaught = rulesOf(examplesOfPairs.get(`${from} ${to}`)).includes(ZONE);
    expect(isCaught).toBe(!ALLOWED[from].includes(to));
  });

  test.each(Object.entries(FEATURE_EXAMPLES))('%s do not import each other', (_, example) => {
    expect(rulesOf(example)).toContain(ZONE);
  });

  test.each(Object.entries(FEATURE_ALLOWED))('%s may', (_, example) => {
    expect(rulesOf(example)).not.toContain(ZONE);
  });

  test('a workflow sees the type of an activity and not the activity', () => {
    expect(rulesOf(VALUE_OF_ACTIVITY)).toContain('@typescript-eslint/no-restricted-imports');
    expect(rulesOf(TYPE_OF_ACTIVITY)).toEqual([]);
  });
});
