import { checksumOf, checksumProblems, unlistedMigrations } from './rules/migrations';
import { callsInsideTransactions } from './rules/open-transactions';
import { portNames, portsWithoutSuite } from './rules/ports';
import { listFiles, readJson, readSource, readText } from './rules/repository';
import { listedActivities, unrecordedWorkflows, unusedActivities } from './rules/workflow-rules';

const files = listFiles();
const under = (folder: string): string[] => files.filter((file) => file.startsWith(folder) && file.endsWith('.ts'));

describe('workflows', () => {
  const entry = readText('workflows/index.ts');

  it('have a recorded history each', () => {
    expect(unrecordedWorkflows(entry, files)).toEqual([]);
    expect(unrecordedWorkflows("export { order, refund } from './x';", files)).toEqual(['refund']);
  });

  it('call every listed activity', () => {
    const list = readText('activities/create-activities.ts');
    const workflows = under('workflows/').map(readSource);
    expect(listedActivities(list).length).toBeGreaterThan(10);
    expect(unusedActivities(list, workflows)).toEqual([]);
    expect(unusedActivities(list.replace('recordOrder:', 'neverCalled:'), workflows)).toEqual(['neverCalled']);
  });
});

describe('ports', () => {
  const suites = files.filter((file) => file.startsWith('test/conformance/'));

  it('have a conformance suite each', () => {
    const ports = portNames([...under('gateways/shared/'), 'gateways/clock/clock.ts'].map(readSource));
    expect(ports).toEqual(expect.arrayContaining(['Clock', 'DocumentStore', 'Mailer', 'PaymentProvider', 'Workplace']));
    expect(portsWithoutSuite(ports, suites)).toEqual([]);
  });

  it('are noticed without one', () => {
    const text = 'export interface TaxNumberCheck {\n  check(number: string): Promise<boolean>;\n}\n';
    const ports = portNames([{ path: 'gateways/shared/tax-number-check.ts', text }]);
    expect(portsWithoutSuite(ports, suites)).toEqual(['TaxNumberCheck']);
  });
});

describe('migrations', () => {
  const migrations = under('db/migrations/').map(readSource);
  const checksums = readJson('db/migrations/checksums.json') as Record<string, string>;

  it('stay as they were merged, and are all run', () => {
    expect(migrations.length).toBeGreaterThan(0);
    expect(checksumProblems(migrations, checksums)).toEqual([]);
    expect(unlistedMigrations(migrations, readText('db/migrate.ts'))).toEqual([]);
  });

  it('are caught when one is changed, new without a checksum, gone, or never run', () => {
    const one = { path: 'db/migrations/20270101T0000_example.ts', text: 'export const up = 1;\n' };
    const known = { '20270101T0000_example': checksumOf(one.text) };
    expect(checksumProblems([one], known)).toEqual([]);
    expect(checksumProblems([{ ...one, text: `${one.text}\n` }], known)).toHaveLength(1);
    expect(checksumProblems([one], {})).toHaveLength(1);
    expect(checksumProblems([], known)).toHaveLength(1);
    expect(unlistedMigrations([one], readText('db/migrate.ts'))).toEqual(['20270101T0000_example']);
  });
});

describe('transactions', () => {
  const example = (body: string): string[] =>
    callsInsideTransactions({ path: 'activities/order/example.ts', text: body });

  it('are never open across a call to the world', () => {
    const rooms = ['activities/', 'api/', 'worker/', 'db/'].flatMap(under).map(readSource);
    expect(rooms.filter(({ text }) => text.includes('inTransaction(')).length).toBeGreaterThan(10);
    expect(rooms.flatMap(callsInsideTransactions)).toEqual([]);
  });

  it.each([
    ['a provider', 'inTransaction(db, async (trx) => { await deps.provider.lookUp(id); });'],
    ['a provider by its name', 'inTransaction(db, async (trx) => { await providerOf(deps, name).lookUp(id); });'],
    ['Workplace', 'inTransaction(db, (trx) => deps.workplace.findCompany(id));'],
    ['a mail server', 'db.transaction(async () => { await mailer.send(mail); });'],
    ['anything by HTTP', 'inTransaction(db, async () => { await fetch(url); });'],
    ['a workflow', 'inTransaction(db, async () => { await deps.workflows.placeOrder(order); });'],
    ['a function that does so', 'const ask = () => deps.provider.lookUp(id);\ninTransaction(db, async () => ask());'],
    ['a named callback', 'async function work(trx) { await provider.lookUp(id); }\ninTransaction(db, work);'],
  ])('are caught around a call of %s', (_, text) => {
    expect(example(text)).toHaveLength(1);
  });

  it('may stand before and after it, and know its name', () => {
    expect(
      example(`
        const claim = await inTransaction(db, (trx) => takeClaim(trx, { provider: deps.provider.name }));
        const answer = await deps.workplace.setEntitlement(claim);
        await inTransaction(db, (trx) => decide(trx, answer));
      `)
    ).toEqual([]);
  });
});
