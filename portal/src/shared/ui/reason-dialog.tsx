import { useState, type ReactNode } from 'react';
import { fieldsOf, problemAt } from '../api/field-problem';
import { useSubmit } from '../api/use-submit';
import { Dialog } from './dialog';
import { TextField } from './field';
import { FormProblem } from './form-problem';

interface ReasonDialogProps<T> {
  readonly title: string;
  /** What will happen, in words. */
  readonly explanation: ReactNode;
  readonly submit: string;
  /** Asked a second time before what cannot be undone. */
  readonly question?: string;
  readonly needsReason?: boolean;
  /** Fields beside the reason, and the names under which the API reports their problems. */
  readonly fields?: (problem: (name: string, label: string) => string | undefined) => ReactNode;
  readonly fieldNames?: readonly string[];
  readonly send: (reason: string, idempotencyKey: string) => Promise<T>;
  readonly onDone: (answer: T) => void;
  readonly onClose: () => void;
}

/** An act of staff that needs a reason, a second question, or both. A refusal keeps the dialog and what was typed. */
export function ReasonDialog<T>(props: ReasonDialogProps<T>) {
  const { title, explanation, submit, question, needsReason = true, fields, fieldNames = [] } = props;
  const [reason, setReason] = useState('');
  const [isAsking, setIsAsking] = useState(false);
  const act = useSubmit({ send: props.send, onDone: props.onDone });
  const problems = fieldsOf(act.error);
  const run = (): void => {
    setIsAsking(false);
    if (!act.isPending) act.mutate(reason.trim());
  };
  return (
    <Dialog title={title} onClose={props.onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (question === undefined || isAsking) run();
          else setIsAsking(true);
        }}
      >
        <p>{explanation}</p>
        {fields?.((name, label) => problemAt(problems, name, label))}
        {needsReason ? (
          <TextField
            label="Reason"
            required
            maxLength={1000}
            value={reason}
            problem={problemAt(problems, 'reason', 'Reason')}
            onText={setReason}
          />
        ) : null}
        <FormProblem error={act.error} shown={['reason', ...fieldNames]} />
        {isAsking ? <p role="alert">{question}</p> : null}
        <div className="actions">
          <button
            key={String(isAsking)}
            type="submit"
            className="primary"
            disabled={act.isPending}
            autoFocus={isAsking}
          >
            {act.isPending
              ? 'Working …'
              : isAsking
                ? `Yes, ${submit.slice(0, 1).toLowerCase()}${submit.slice(1)}`
                : submit}
          </button>
          <button type="button" className="link" onClick={isAsking ? () => setIsAsking(false) : props.onClose}>
            {isAsking ? 'No, go back' : 'Close'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
