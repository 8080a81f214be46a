import type { Instant } from '../../domain/time/iso-date';
import { handOverMail, type HandOverResult } from './hand-over-mail';
import type { MailDeps } from './mail-deps';

/** The delivery workflow's step: one mail that belongs to no order step. */
export const deliverMail =
  (deps: MailDeps) =>
  ({ mailId }: { readonly mailId: string; readonly at: Instant }): Promise<HandOverResult> =>
    handOverMail(deps, mailId);
