import type { MailRow } from '../../db/mail/mail-row';
import type { Db } from '../../db/shared/connection';
import { openTask } from '../../db/task/open-task';
import { isInvoiceMail } from '../../domain/mail/mail-kind';
import type { Instant } from '../../domain/time/iso-date';

/** Asks ops to find out what is wrong with an address; one task per mail. */
export async function openUndeliveredTask(
  trx: Db,
  mail: MailRow,
  { problem, at }: { readonly problem: string; readonly at: Instant }
): Promise<void> {
  await openTask(trx, {
    dedupeKey: `mail_undelivered:${mail.mailId}`,
    kind: 'mail_undelivered',
    subject: isInvoiceMail(mail.kind)
      ? 'The invoice mail could not be delivered: check the address with the partner and send the invoice again'
      : `A mail (${mail.kind}) could not be delivered: check the address and tell the recipient another way`,
    evidence: {
      mailId: mail.mailId,
      mailKind: mail.kind,
      address: mail.recipient.address,
      problem,
      attempts: mail.attempts,
    },
    partnerId: mail.partnerId,
    orderId: mail.orderId,
    companyId: mail.companyId,
    at,
  });
}
