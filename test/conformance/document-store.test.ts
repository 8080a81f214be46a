import type { Knex } from 'knex';
import { createPostgresDocumentStore } from '../../db/invoice/postgres-document-store';
import { connect } from '../../db/shared/connection';
import type { DocumentStore } from '../../gateways/shared/document-store';
import { createTestDatabase, type TestDatabase } from '../support/servers/test-database';

/** What every adapter of the port has to do. */
function documentStoreSuite(storeOf: () => DocumentStore): void {
  test('what was put is what comes back, with its hash', async () => {
    const bytes = Buffer.from([0, 255, 1, 37, 80, 68, 70]);
    const put = await storeOf().put('a', 'application/pdf', bytes);
    expect(put).toEqual({
      contentType: 'application/pdf',
      bytes,
      sha256: 'e6fc11e3636c41ee42b0655cc6ff8a9c0d8164a28bab6413bb071f04514b380d',
    });
    expect(await storeOf().get('a')).toEqual(put);
  });

  test('a repeated put keeps what was there first and says so', async () => {
    const first = await storeOf().put('b', 'application/pdf', Buffer.from('first'));
    expect(await storeOf().put('b', 'text/plain', Buffer.from('second'))).toEqual(first);
    expect(await storeOf().get('b')).toEqual(first);
  });

  test('of twenty parallel puts one wins and all are told the same', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => storeOf().put('c', 'text/plain', Buffer.from(`version ${index}`)))
    );
    expect(new Set(results.map(({ sha256 }) => sha256)).size).toBe(1);
  });

  test('a key that nobody put is null', async () => {
    expect(await storeOf().get('nobody')).toBeNull();
  });

  test('a document beyond ten megabytes is refused and not stored', async () => {
    await expect(storeOf().put('d', 'text/plain', Buffer.alloc(10 * 1024 * 1024 + 1))).rejects.toThrow(RangeError);
    expect(await storeOf().get('d')).toBeNull();
  });
}

describe('Postgres', () => {
  let database: TestDatabase;
  let db: Knex;

  beforeAll(async () => {
    database = await createTestDatabase();
    db = connect(database.url, { max: 10, applicationName: 'test-documents' });
  });
  afterAll(async () => {
    await db.destroy();
    await database.drop();
  });

  documentStoreSuite(() => createPostgresDocumentStore(db, () => '2026-11-23T08:00:00.000Z'));

  test('the processes’ role can neither change nor delete a document', async () => {
    await expect(db('documents').update({ content_type: 'x' })).rejects.toThrow('permission denied');
    await expect(db('documents').delete()).rejects.toThrow('permission denied');
  });
});
