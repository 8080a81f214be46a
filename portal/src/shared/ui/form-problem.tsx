import { fieldsOf, otherProblems } from '../api/field-problem';
import { Notice } from './notice';

interface FormProblemProps {
  readonly error: Error | null;
  /** Fields that show their problems themselves. */
  readonly shown?: readonly string[];
}

/** Why a form was refused: one sentence, and what is wrong with anything that has no field of its own. */
export function FormProblem({ error, shown = [] }: FormProblemProps) {
  if (error === null) return null;
  const fields = fieldsOf(error);
  const others = otherProblems(fields, shown);
  const atFields = fields.length > 0 && others.length === 0;
  return (
    <Notice kind="problem">
      {atFields ? 'Nothing was done yet: look at what is marked.' : error.message}
      {others.map(({ field, message }) => (
        <div key={field + message}>
          {field}: {message}
        </div>
      ))}
    </Notice>
  );
}
