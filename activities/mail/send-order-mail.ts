import { inTransaction } from '../../db/shared/transaction';
import { prepareOrderMail, type OrderMailInput } from '../shared/prepare-order-mail';
import { handOverMail, type HandOverResult } from './hand-over-mail';
import type { MailDeps } from './mail-deps';

/**
 * The order's last step: the billing contact gets the invoice link, the buyer, when that is somebody else, a summary
 * without it. Mail and link are stored once, so a repeat sends the same Message-ID with the same link.
 */
export const sendOrderMail =
  (deps: MailDeps) =>
  async (input: OrderMailInput): Promise<HandOverResult> => {
    const mailId = await inTransaction(deps.db, (trx) => prepareOrderMail(trx, deps, input));
    return handOverMail(deps, mailId);
  };
