import { decisionProblems, indexProblems } from './rules/decisions';
import { linkProblems, type Known } from './rules/links';
import { listFiles, readJson, readSource, readText } from './rules/repository';

const files = listFiles();
const records = files.filter((file) => /^docs\/decisions\/(?!README)/.test(file));

const foldersOf = (names: readonly string[]): Set<string> =>
  new Set(
    names.flatMap((file) => {
      const parts = file.split('/').slice(0, -1);
      return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
    })
  );
const known: Known = {
  files: new Set(files),
  folders: foldersOf(files),
  scripts: new Set(Object.keys((readJson('package.json') as { scripts: object }).scripts)),
  read: readText,
};

describe('decision records', () => {
  it('have their facts and headings', () => {
    expect(records.length).toBeGreaterThan(0);
    expect(records.map(readSource).flatMap(decisionProblems)).toEqual([]);
  });

  it('are numbered one after the other, and in the index', () => {
    expect(indexProblems(records, readText('docs/decisions/README.md'))).toEqual([]);
  });

  it('are caught without a heading, a status or an honest number', () => {
    const good = readText(records[0] ?? '');
    const path = records[0] ?? '';
    expect(decisionProblems({ path, text: good.replace('## Consequences', '## Anything') })).toHaveLength(1);
    expect(
      decisionProblems({ path, text: good.replace(/^## Alternatives\n+[^#]+/m, '## Alternatives\n\n') })
    ).toHaveLength(1);
    expect(decisionProblems({ path, text: good.replace('- Status: accepted', '- Status: perhaps') })).toHaveLength(1);
    expect(decisionProblems({ path, text: good.replace('# 0001', '# 0002') })).toHaveLength(1);
    expect(decisionProblems({ path: 'docs/decisions/money.md', text: good })).toHaveLength(1);
  });

  it('are caught when the index forgets one, and when a number is used twice or left out', () => {
    const three = ['0001-a.md', '0002-b.md', '0003-c.md'].map((name) => `docs/decisions/${name}`);
    const index = '[a](0001-a.md) [b](0002-b.md)';
    expect(indexProblems(three, index)).toEqual(['the index does not name 0003-c.md']);
    expect(indexProblems(['0001-a.md', '0003-c.md'], '[a](0001-a.md) [c](0003-c.md)')).toHaveLength(1);
    expect(indexProblems(['0001-a.md', '0001-c.md'], '[a](0001-a.md) [c](0001-c.md)')).toHaveLength(1);
  });
});

describe('documents', () => {
  const documents = files.filter((file) => file.endsWith('.md'));

  it('link to what is there, and name places and commands that exist', () => {
    expect(documents.length).toBeGreaterThan(5);
    expect(documents.map(readSource).flatMap((document) => linkProblems(document, known))).toEqual([]);
  });

  it.each([
    ['a link into nothing', '[x](docs/nowhere.md)'],
    ['a heading that is not there', '[x](docs/glossary.md#nowhere)'],
    ['a heading of its own that is not there', '# One\n\n[x](#two)'],
    ['a file in backticks', 'see `domain/money/nowhere.ts`'],
    ['a command', '`npm run nowhere`'],
  ])('are caught with %s', (_, text) => {
    expect(linkProblems({ path: 'README.md', text }, known)).toHaveLength(1);
  });

  it.each([
    ['a file', '[x](docs/glossary.md)'],
    ['a heading', '[x](docs/glossary.md#people)'],
    ['a folder', '[x](docs/decisions/)'],
    ['the outside', '[x](https://docs.stripe.com)'],
    ['what is not a place', '`application/problem+json` and `db/<name>/x`'],
  ])('may link to %s', (_, text) => {
    expect(linkProblems({ path: 'README.md', text }, known)).toEqual([]);
  });
});
