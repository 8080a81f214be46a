import { z } from 'zod';
import { instantField } from '../http/fields';

/** For staff: the reason is typed from one colleague to another. */
export const rejectionSchema = z
  .strictObject({
    at: instantField,
    reason: z.string(),
    by: z.strictObject({ userId: z.string(), name: z.string() }),
  })
  .meta({
    id: 'Rejection',
    description: 'Why a second person turned the money down for which the order now waits again',
  });
