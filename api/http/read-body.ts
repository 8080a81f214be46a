import { types } from 'node:util';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { AppError } from './app-error';
import type { Route } from './route';

export const MAX_BODY_BYTES = 256 * 1024;

// `strict: false`: a bare `null` is valid JSON of the wrong shape, so it is answered field by field and not as broken JSON.
const json = express.json({ limit: MAX_BODY_BYTES, strict: false, type: () => true });
const rawUpTo = (limit: number): RequestHandler => express.raw({ limit, type: () => true, inflate: false });
const raw = rawUpTo(MAX_BODY_BYTES);
const form = express.urlencoded({ limit: MAX_BODY_BYTES, extended: false, type: () => true, parameterLimit: 50 });

/**
 * The body in the form that the route declares; undefined when none was sent.
 * @throws AppError 400 broken, 413 too large, 415 another media type
 */
export async function readBody(route: Route, req: Request, res: Response): Promise<unknown> {
  if (route.method === 'GET') return undefined;
  const kind = route.bodyKind ?? 'json';
  const hasBody = hasContent(req);
  if (!hasBody && kind !== 'raw') return kind === 'form' ? {} : undefined;
  if (kind === 'raw') return readRaw(route, req, res);
  if (route.request?.body === undefined)
    throw new AppError('unsupported_media_type', {
      detail: 'This address takes no body. Send the request without one.',
    });
  const expected = kind === 'form' ? 'application/x-www-form-urlencoded' : 'application/json';
  if (req.is(expected) === false) throw new AppError('unsupported_media_type');
  return parse(kind === 'form' ? form : json, req, res);
}

const BYTES_PER_MB = 1024 * 1024;

async function readRaw({ mediaTypes, maxBodyBytes }: Route, req: Request, res: Response): Promise<unknown> {
  const type = req.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (mediaTypes !== undefined && !mediaTypes.includes(type)) {
    throw new AppError('unsupported_media_type', { detail: `Send the file as one of ${mediaTypes.join(', ')}.` });
  }
  if (maxBodyBytes === undefined) return parse(raw, req, res);
  try {
    return await parse(rawUpTo(maxBodyBytes), req, res);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'payload_too_large') throw error;
    const detail = `The file is larger than ${maxBodyBytes / BYTES_PER_MB} MB. Send a smaller one, such as a single page.`;
    throw new AppError('payload_too_large', { detail, cause: error });
  }
}

function hasContent(req: Request): boolean {
  if (req.headers['transfer-encoding'] !== undefined) return true;
  const length = req.headers['content-length'];
  return length !== undefined && length !== '0';
}

async function parse(parser: RequestHandler, req: Request, res: Response): Promise<unknown> {
  await new Promise<void>((resolve, reject) => {
    void parser(req, res, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(asAppError(error));
    });
  });
  return req.body as unknown;
}

/** body-parser marks what the client did wrong with a `type`. */
function asAppError(error: unknown): Error {
  const type = types.isNativeError(error) && 'type' in error ? error.type : undefined;
  switch (type) {
    case 'entity.parse.failed':
      return new AppError('malformed_json', { cause: error });
    case 'entity.too.large':
      return new AppError('payload_too_large', { cause: error });
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new AppError('unsupported_media_type', { cause: error });
    case 'parameters.too.many':
    case 'request.aborted':
    case 'request.size.invalid':
    case 'stream.encoding.set':
    case 'querystring.parse.rangeError':
      return new AppError('malformed_request', { cause: error });
    default:
      return isClientError(error) ? new AppError('malformed_request', { cause: error }) : toError(error);
  }
}

/** zlib and http errors of a body that breaks off or lies about its encoding. */
function isClientError(error: unknown): boolean {
  if (!types.isNativeError(error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const status = 'status' in error ? error.status : undefined;
  return code.startsWith('Z_') || (typeof status === 'number' && status >= 400 && status < 500);
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
