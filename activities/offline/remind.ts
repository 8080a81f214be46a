import { hasOrderEvent } from '../../db/shared/has-order-event';
import type { Db } from '../../db/shared/connection';
import { addOrderEvent } from '../../db/shared/order-events';
import { lockOrder } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import type { RemindInput, Standing } from '../../workflows/contracts/order-steps';
import { FinalFailure } from '../shared/final-failure';
import { writeStanding } from '../shared/standing';
import type { StepDeps } from '../shared/step-deps';
import type { DueReminder } from './due-reminder';
import { remindAccountManager } from './remind-account-manager';
import { remindApprovers } from './remind-approvers';
import { remindBuyer } from './remind-buyer';

interface Reminder {
  readonly occasion: RegExp;
  readonly isDue: (due: DueReminder) => boolean;
  readonly remind: (trx: Db, deps: StepDeps, due: DueReminder) => Promise<void>;
}

const waitsForTransfer = ({ order }: DueReminder): boolean =>
  order.state === 'awaiting_payment' && order.method === 'offline';

const REMINDERS: Readonly<Record<string, Reminder>> = {
  account_manager: { occasion: /^\d{1,4}$/, isDue: waitsForTransfer, remind: remindAccountManager },
  buyer: {
    occasion: /^\d{4}-\d{2}-\d{2}$/,
    // A deadline that was moved has a reminder of its own.
    isDue: (due) =>
      waitsForTransfer(due) && due.at < due.order.deadlineAt && due.order.deadlineAt.startsWith(due.occasion),
    remind: remindBuyer,
  },
  approvers: {
    occasion: /^\d{4}-\d{2}-\d{2}$/,
    isDue: ({ order }) => order.state === 'awaiting_approval',
    remind: remindApprovers,
  },
};

/**
 * Reminds whoever has to act on an unpaid or unapproved offline order, once for each `what`: mails, task and the timeline's
 * event commit together, so that the event says that all of it is done. An order that no longer waits is left alone. Answers with
 * where the order stands, the next reminder included.
 * @throws FinalFailure for a reminder that does not exist.
 */
export const remind =
  (deps: StepDeps) =>
  async (input: RemindInput): Promise<Standing> => {
    const { orderId, what, at } = input;
    const [whom = '', occasion = ''] = what.split(':', 2);
    const reminder = Object.hasOwn(REMINDERS, whom) ? REMINDERS[whom] : undefined;
    if (reminder?.occasion.test(occasion) !== true) {
      throw new FinalFailure('reminder_unknown', `there is no reminder ${JSON.stringify(what.slice(0, 60))}`);
    }
    return inTransaction(deps.db, async (trx) => {
      const due = { ...input, occasion, order: await lockOrder(trx, orderId) };
      if (reminder.isDue(due)) await remindOnce(trx, deps, { reminder, whom, due });
      return writeStanding(trx, orderId, { policies: deps.policies, at });
    });
  };

interface Occasion {
  readonly reminder: Reminder;
  readonly whom: string;
  readonly due: DueReminder;
}

async function remindOnce(trx: Db, deps: StepDeps, { reminder, whom, due }: Occasion): Promise<void> {
  const { orderId, what, at } = due;
  // Approvals are waited for anew after a rejection, perhaps on the same day.
  const data = { what, since: whom === 'approvers' ? due.order.approvalSince : null };
  if (await hasOrderEvent(trx, { orderId, what: 'reminded', data })) return;
  await reminder.remind(trx, deps, due);
  await addOrderEvent(trx, { orderId, at, what: 'reminded', data });
}
