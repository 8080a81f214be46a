import { fileNameProblems } from './rules/file-names';
import { lockProblems, versionProblems, type Manifest } from './rules/packages';
import { isCode, listFiles, readJson, readSource, readText } from './rules/repository';
import { strayScriptImports } from './rules/script-imports';
import { findBreaches, lintExceptions, MACHINE_PATHS, NARROWED_TESTS, UNFINISHED } from './rules/text-rules';

/** May only fall. */
const LINT_EXCEPTIONS = 2;
const TEMPORAL = '1.24.0';

const files = listFiles();
const READABLE = /\.(ts|tsx|mts|mjs|cjs|md|json|ya?ml|mjml|html|css|sh|example|run)$|^(Dockerfile|\.ci\/run)$/;
const texts = files.filter((file) => READABLE.test(file) && file !== 'package-lock.json').map(readSource);
const code = texts.filter(({ path }) => isCode(path));
const example = (text: string, path = 'api/order/example.ts') => [{ path, text }];

describe('files', () => {
  it('have names in kebab-case that say what is in them', () => {
    expect(fileNameProblems(files.filter(isCode))).toEqual([]);
  });

  it.each(['api/order/utils.ts', 'db/helpers.ts', 'domain/types.ts', 'api/order/OrderService.ts', 'db/readOrder.ts'])(
    'would not be called %s',
    (file) => expect(fileNameProblems([file])).toHaveLength(1)
  );
});

describe('texts', () => {
  it('leave nothing unfinished without an issue', () => {
    expect(findBreaches(UNFINISHED, code)).toEqual([]);
    const [word] = ['TO', 'DO'].map((_, at, parts) => parts.slice(at).join(''));
    expect(findBreaches(UNFINISHED, example(`// ${word}: later`))).toHaveLength(1);
    expect(findBreaches(UNFINISHED, example(`// ${word}(#12): later`))).toEqual([]);
  });

  it('leave no test out', () => {
    expect(findBreaches(NARROWED_TESTS, code)).toEqual([]);
    for (const how of ['on' + 'ly', 'sk' + 'ip', 'to' + 'do']) {
      expect(findBreaches(NARROWED_TESTS, example(`it.${how}('works', () => {});`))).toHaveLength(1);
      expect(findBreaches(NARROWED_TESTS, example(`test.each.${how}([1])('works', () => {});`))).toHaveLength(1);
    }
  });

  it('name no place of one machine', () => {
    // A container image is a machine of its own.
    const outside = texts.filter(({ path }) => path !== 'Dockerfile');
    expect(findBreaches(MACHINE_PATHS, outside)).toEqual([]);
    const places = [
      '/ho' + 'me/ada/x',
      '/wo' + 'rk/main',
      '/ro' + 'ot/.npmrc',
      'registry.npm' + 'js.org',
      '/Us' + 'ers/ada',
    ];
    for (const place of places) expect(findBreaches(MACHINE_PATHS, example(`see "${place}"`))).toHaveLength(1);
  });

  it(`switch rules of lint or compiler off ${LINT_EXCEPTIONS} times, each with its reason`, () => {
    const exceptions = lintExceptions(code);
    expect(exceptions.filter(({ hasReason }) => !hasReason)).toEqual([]);
    expect(exceptions.map(({ where }) => where).length).toBeLessThanOrEqual(LINT_EXCEPTIONS);
  });

  it('would be found switching a rule off, with and without a reason', () => {
    const line = `// ${'eslint' + '-disable'}-next-line no-console`;
    expect(lintExceptions(example(line))).toEqual([{ where: 'api/order/example.ts:1', hasReason: false }]);
    expect(lintExceptions(example(`${line} -- the table is its output`))).toMatchObject([{ hasReason: true }]);
  });
});

describe('packages', () => {
  it('are pinned, those of Temporal to the version that was tried', () => {
    expect(versionProblems(readJson('package.json') as Manifest, TEMPORAL)).toEqual([]);
  });

  it('are caught with a range and with another Temporal', () => {
    const dependencies = { express: '^5.3.0', '@temporalio/client': '1.24.1', 'alias-of-it': 'npm:typescript@7.0.2' };
    expect(versionProblems({ dependencies }, TEMPORAL)).toHaveLength(2);
  });

  it('come with hashes and without addresses', () => {
    expect(lockProblems(readText('package-lock.json'))).toEqual([]);
    expect(lockProblems('{ "resolved": "https://packages.example/express.tgz" }')).toHaveLength(1);
  });
});

describe('scripts', () => {
  const scripts = code.filter(({ path }) => path.startsWith('scripts/'));

  it('use nothing of the product, which is not built when they start', () => {
    expect(scripts.length).toBeGreaterThan(10);
    expect(strayScriptImports(scripts)).toEqual([]);
    expect(strayScriptImports(example("import { money } from '../domain/money/money';", 'scripts/x.mjs'))).toHaveLength(
      1
    );
  });
});
