import { Writable } from 'node:stream';
import { createLogger } from '../../../gateways/log/create-logger';

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const chunks: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  write(createLogger('info', 'test', sink));
  return chunks.join('');
}

describe('the log', () => {
  it('shows no secret and no personal data, however deep they lie', () => {
    const secrets = { password: 'hunter2', token: 'hunter2', headers: { authorization: 'hunter2', cookie: 'hunter2' } };
    const error = Object.assign(new Error('duplicate key'), { detail: 'Key (email)=(hunter2) exists', code: '23505' });
    const text = logged((log) => {
      log.info({ ...secrets, body: { email: 'hunter2', billing: { phone: 'hunter2' } } }, 'request');
      log.error({ err: error }, 'failed');
    });
    expect(text).not.toContain('hunter2');
    expect(text).toContain('23505');
  });
});
