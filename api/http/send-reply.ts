import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { types } from 'node:util';
import type { Response } from 'express';
import type { AnyReply, Route } from './route';

/** Writes the answer; a stream is ended when the caller goes away. */
export async function sendReply(route: Route, reply: AnyReply, res: Response): Promise<void> {
  const status = Number(reply.status);
  res.status(status);
  res.set('Cache-Control', 'no-store');
  for (const [name, value] of Object.entries(reply.headers ?? {})) {
    res.set(name, typeof value === 'string' ? value : [...value]);
  }
  if (reply.content === undefined) {
    if (reply.body === undefined) res.end();
    else res.json(reply.body);
    return;
  }
  const contentType = route.responses[status]?.contentType ?? 'application/octet-stream';
  if (res.get('Content-Type') === undefined) res.set('Content-Type', contentType);
  if (reply.content instanceof Readable) await sendStream(reply.content, res);
  else res.send(reply.content);
}

async function sendStream(content: Readable, res: Response): Promise<void> {
  if (res.req.method === 'HEAD') {
    content.destroy();
    res.end();
    return;
  }
  res.flushHeaders();
  try {
    await pipeline(content, res);
  } catch (error) {
    if (!isGoneAway(error)) throw error;
  }
}

function isGoneAway(error: unknown): boolean {
  const code = types.isNativeError(error) && 'code' in error ? error.code : undefined;
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ERR_STREAM_DESTROYED' || code === 'ABORT_ERR';
}
