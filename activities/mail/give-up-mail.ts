import { endUnsentLink } from '../../db/invoice/invoice-links';
import { readMail, readMailByKey, type MailRow } from '../../db/mail/mail-row';
import { endMail } from '../../db/mail/record-mail';
import { addOrderEvent } from '../../db/shared/order-events';
import { lockOrder } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import { openTask } from '../../db/task/open-task';
import { mailDedupeKey } from '../../domain/mail/mail-kind';
import type { Instant } from '../../domain/time/iso-date';
import type { MailDeps } from './mail-deps';
import { openUndeliveredTask } from './open-undelivered-task';
import type { OrderMailInput } from '../shared/prepare-order-mail';

type GiveUpDeps = Pick<MailDeps, 'db' | 'policies'>;

/** Three days were not enough: the mail fails and a person is told. A mail that ended meanwhile stays as it is. */
export const giveUpMail =
  (deps: GiveUpDeps) =>
  async ({ mailId, at }: { readonly mailId: string; readonly at: Instant }): Promise<void> => {
    const mail = await readMail(deps.db, mailId);
    if (mail !== null) await fail(deps, mail, at);
  };

/** The same for the order's own mail; when not even its row could be written, the task stands for the order. */
export const giveUpOrderMail =
  (deps: GiveUpDeps) =>
  async ({ orderId, at }: OrderMailInput): Promise<void> => {
    const mail = await readMailByKey(deps.db, mailDedupeKey('payment_received', orderId));
    if (mail !== null) return fail(deps, mail, at);
    await inTransaction(deps.db, async (trx) => {
      const { orderNo, partnerId, companyId } = await lockOrder(trx, orderId);
      await openTask(trx, {
        dedupeKey: `mail_undelivered:${orderId}`,
        kind: 'mail_undelivered',
        subject: `The invoice mail of ${orderNo} could not be made: look at the order and send the invoice again`,
        evidence: { mailKind: 'payment_received' },
        partnerId,
        orderId,
        companyId,
        at,
      });
      await addOrderEvent(trx, { orderId, at, what: 'mail_failed', data: { kind: 'payment_received' } });
    });
  };

function fail({ db, policies }: GiveUpDeps, mail: MailRow, at: Instant): Promise<void> {
  const { mailId, orderId, kind } = mail;
  const problem = mail.lastProblem ?? 'mail_not_handed_over';
  return inTransaction(db, async (trx) => {
    if (!(await endMail(trx, mailId, 'failed', problem))) return;
    await openUndeliveredTask(trx, mail, { problem, at });
    await endUnsentLink(trx, { mailId, at, validForMs: policies.invoiceLinkMs });
    if (orderId !== null)
      await addOrderEvent(trx, { orderId, at, what: 'mail_failed', data: { mailId, kind, problem } });
  });
}
