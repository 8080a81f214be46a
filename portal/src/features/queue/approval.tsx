import { useState } from 'react';
import { callApi, type AnswerOf, type Schema } from '../../shared/api/client';
import { usePages } from '../../shared/api/use-pages';
import { formatMoney } from '../../shared/format/money';
import { formatInstant } from '../../shared/format/time';
import { Notice } from '../../shared/ui/notice';
import { QueryView } from '../../shared/ui/query-view';
import { ReasonDialog } from '../../shared/ui/reason-dialog';
import type { Said } from './outcome-words';

interface ApprovalProps {
  readonly order: Schema<'Order'>;
  readonly account: AnswerOf<'GET /v1/me'>;
  readonly onDone: (said: Said) => void;
}

/** A large order's money waits for a second person; whoever had a hand in it reads why it is not them. */
export function Approval({ order, account, onDone }: ApprovalProps) {
  const list = usePages('GET /v1/approvals', { limit: '100' });
  if (order.state !== 'awaiting_approval') return null;
  return (
    <QueryView query={list} what="who may approve">
      {({ pages }) => {
        const waiting = pages.flatMap(({ items }) => items).find(({ orderId }) => orderId === order.orderId);
        return (
          <section aria-label="Approval">
            <h3>Waits for approval since {formatInstant(order.payment.approvalSince ?? order.placedAt)}</h3>
            {waiting?.mayApprove === true ? (
              <Decision waiting={waiting} onDone={onDone} />
            ) : (
              <Notice kind="note">{whyNot(waiting, account)}</Notice>
            )}
          </section>
        );
      }}
    </QueryView>
  );
}

type Waiting = Schema<'WaitingApproval'>;

function whyNot(waiting: Waiting | undefined, { user, capabilities }: ApprovalProps['account']): string {
  const hands = waiting?.recordedBy ?? [];
  if (hands.some(({ userId }) => userId === user.userId)) {
    return 'You had a hand in this money, so a different person with finance rights has to approve it. They have been told.';
  }
  return capabilities['receipt.approve'] === undefined
    ? 'A person with finance rights has to approve this money. They have been told.'
    : 'This order was decided a moment ago, or more orders wait than this page reads. Read it again.';
}

function Decision({ waiting, onDone }: { readonly waiting: Waiting; readonly onDone: (said: Said) => void }) {
  const [act, setAct] = useState<'approve' | 'reject' | null>(null);
  const params = { order: waiting.orderId };
  const money = formatMoney(waiting.received);
  const done = (text: string) => (): void => (setAct(null), onDone({ kind: 'good', text }));
  return (
    <>
      <p>
        {money} received for {formatMoney(waiting.total)}, recorded by{' '}
        {waiting.recordedBy.map(({ name }) => name).join(', ')}.
      </p>
      <div className="actions">
        <button type="button" className="primary" onClick={() => setAct('approve')}>
          Approve
        </button>
        <button type="button" onClick={() => setAct('reject')}>
          Reject
        </button>
      </div>
      {act === 'approve' ? (
        <ReasonDialog
          title={`Approve ${money} for ${waiting.orderNo}?`}
          explanation="The capacity becomes active and the invoice is issued at once. This cannot be undone."
          submit="Yes, approve"
          needsReason={false}
          send={(_reason, idempotencyKey) =>
            callApi('POST /v1/orders/{order}/approve', { params, body: {}, idempotencyKey })
          }
          onDone={done(`${waiting.orderNo} is approved.`)}
          onClose={() => setAct(null)}
        />
      ) : null}
      {act === 'reject' ? (
        <ReasonDialog
          title={`Reject ${money} for ${waiting.orderNo}`}
          explanation="Its receipts are reversed, and the order waits for payment again."
          submit="Reject"
          question="Reversed receipts cannot be brought back; the lines would have to be recorded anew. Reject?"
          send={(reason, idempotencyKey) =>
            callApi('POST /v1/orders/{order}/reject', { params, body: { reason }, idempotencyKey })
          }
          onDone={done(`${waiting.orderNo} is rejected and waits for payment again.`)}
          onClose={() => setAct(null)}
        />
      ) : null}
    </>
  );
}
