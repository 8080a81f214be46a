import { endUnsentLink, markLinkHandedOver } from '../../db/invoice/invoice-links';
import { readMail, type MailRow, type MailState } from '../../db/mail/mail-row';
import { markOrderMailed } from '../../db/mail/mark-order-mailed';
import { beginHandOver, endMail, markMailSent, noteMailProblem } from '../../db/mail/record-mail';
import { addOrderEvent } from '../../db/shared/order-events';
import { lockOrder } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import { closeUndeliveredTasks } from '../../db/task/close-task';
import { isInvoiceMail, isStaffMail } from '../../domain/mail/mail-kind';
import { GatewayFailure } from '../../gateways/shared/provider-failure';
import { FinalFailure } from '../shared/final-failure';
import { composeMail } from './compose-mail';
import type { MailDeps } from './mail-deps';
import { openUndeliveredTask } from './open-undelivered-task';

/** How a mail ended; `bounced` has opened a task. */
export interface HandOverResult {
  readonly outcome: Exclude<MailState, 'queued'>;
}

/**
 * Hands a queued mail to the mail server and records it. A process that dies in between sends it again under the same
 * Message-ID and with the same link; a mail that has ended is left alone.
 * @throws GatewayFailure when the server is away, FinalFailure when there is no mail to make.
 */
export async function handOverMail(deps: MailDeps, mailId: string): Promise<HandOverResult> {
  const mail = await beginHandOver(deps.db, mailId);
  if (mail === null) return { outcome: await endedAs(deps, mailId) };
  try {
    await deps.mailer.send(await composeMail(deps, mail));
  } catch (error) {
    if (!(error instanceof GatewayFailure)) throw error;
    if (error.kind === 'refused') return recordBounce(deps, mail, error.code);
    await noteMailProblem(deps.db, mailId, error.code);
    throw error;
  }
  return recordHandOver(deps, mail);
}

async function endedAs({ db }: MailDeps, mailId: string): Promise<HandOverResult['outcome']> {
  const mail = await readMail(db, mailId);
  if (mail === null || mail.state === 'queued') throw new FinalFailure('mail_not_found', `there is no mail ${mailId}`);
  return mail.state;
}

function recordHandOver({ db, clock, policies }: MailDeps, mail: MailRow): Promise<HandOverResult> {
  const at = clock.now();
  const { mailId, kind, orderId } = mail;
  return inTransaction(db, async (trx) => {
    if (orderId !== null) await lockOrder(trx, orderId);
    const first = await markMailSent(trx, mailId, at);
    await markLinkHandedOver(trx, { mailId, at, validForMs: policies.invoiceLinkMs });
    if (orderId !== null && first) {
      if (isInvoiceMail(kind)) {
        await markOrderMailed(trx, orderId, at);
        await closeUndeliveredTasks(trx, { orderId, at });
      }
      // The reminder itself stands on the timeline already; one more line for each person who gets it would bury the rest.
      if (!isStaffMail(kind)) await addOrderEvent(trx, { orderId, at, what: 'mailed', data: { mailId, kind } });
    }
    return { outcome: 'sent' };
  });
}

/** The address will never take it: a person has to find another one; order and capacity stay as they are. */
function recordBounce({ db, clock, policies }: MailDeps, mail: MailRow, problem: string): Promise<HandOverResult> {
  const at = clock.now();
  return inTransaction(db, async (trx) => {
    if (await endMail(trx, mail.mailId, 'bounced', problem)) {
      await openUndeliveredTask(trx, mail, { problem, at });
      await endUnsentLink(trx, { mailId: mail.mailId, at, validForMs: policies.invoiceLinkMs });
      const { orderId, mailId, kind } = mail;
      if (orderId !== null) {
        await addOrderEvent(trx, { orderId, at, what: 'mail_bounced', data: { mailId, kind, problem } });
      }
    }
    return { outcome: 'bounced' };
  });
}
