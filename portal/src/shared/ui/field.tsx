import { useId, type InputHTMLAttributes, type ReactNode, type TextareaHTMLAttributes } from 'react';

interface FrameProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
}

interface Marks {
  readonly id: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby'?: string;
}

/** Label, hint and problem around one control; the problem stands beside it and is read with it. */
function Frame({ label, hint, problem, children }: FrameProps & { readonly children: (marks: Marks) => ReactNode }) {
  const id = useId();
  const described = [hint === undefined ? '' : `${id}-hint`, problem === undefined ? '' : `${id}-problem`]
    .join(' ')
    .trim();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-invalid': problem !== undefined,
        ...(described === '' ? {} : { 'aria-describedby': described }),
      })}
      {hint === undefined ? null : (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem === undefined ? null : (
        <p className="field-problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

interface FieldProps extends FrameProps, Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'onChange'> {
  readonly onText: (text: string) => void;
}

/** One labelled input. */
export function Field({ label, hint, problem, onText, ...input }: FieldProps) {
  return (
    <Frame label={label} hint={hint} problem={problem}>
      {(marks) => <input {...input} {...marks} onChange={(event) => onText(event.currentTarget.value)} />}
    </Frame>
  );
}

interface TextFieldProps extends FrameProps, Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'id' | 'onChange'> {
  readonly onText: (text: string) => void;
}

/** Text of several lines. */
export function TextField({ label, hint, problem, onText, ...area }: TextFieldProps) {
  return (
    <Frame label={label} hint={hint} problem={problem}>
      {(marks) => <textarea rows={3} {...area} {...marks} onChange={(event) => onText(event.currentTarget.value)} />}
    </Frame>
  );
}

interface SelectFieldProps extends FrameProps {
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly onText: (value: string) => void;
}

export function SelectField({ label, hint, problem, value, options, onText }: SelectFieldProps) {
  return (
    <Frame label={label} hint={hint} problem={problem}>
      {(marks) => (
        <select {...marks} value={value} onChange={(event) => onText(event.currentTarget.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text}
            </option>
          ))}
        </select>
      )}
    </Frame>
  );
}

interface FileFieldProps extends FrameProps {
  readonly accept: string;
  readonly onFile: (file: File | null) => void;
}

export function FileField({ label, hint, problem, accept, onFile }: FileFieldProps) {
  return (
    <Frame label={label} hint={hint} problem={problem}>
      {(marks) => (
        <input
          {...marks}
          type="file"
          accept={accept}
          onChange={(event) => onFile(event.currentTarget.files?.[0] ?? null)}
        />
      )}
    </Frame>
  );
}
