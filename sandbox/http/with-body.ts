import { z } from 'zod';
import { parseJson } from './faults';
import type { HttpRequest } from './http-request';
import { problemReply, type Reply } from './reply';

/** Runs `work` on a JSON body that fits, and refuses any other with a sentence. */
export function withBody<Schema extends z.ZodType>(
  schema: Schema,
  request: HttpRequest,
  work: (body: z.output<Schema>) => Promise<Reply> | Reply
): Promise<Reply> | Reply {
  const parsed = schema.safeParse(parseJson(request.body));
  if (parsed.success) return work(parsed.data);
  return problemReply(422, 'Not understood', z.prettifyError(parsed.error));
}
