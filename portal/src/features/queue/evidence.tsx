import { ApiProblem, uploadEvidence } from '../../shared/api/client';
import { FileField } from '../../shared/ui/field';

/** As the API takes it (product §5); said before, so that nobody waits for an upload that is refused. */
const MAX_BYTES = 5 * 1024 * 1024;
const TYPES: readonly string[] = ['application/pdf', 'image/png', 'image/jpeg'];

const RULES = 'PDF, PNG or JPEG, at most 5 MB.';

export function EvidenceField({
  file,
  problem,
  onFile,
}: {
  readonly file: File | null;
  readonly problem: string | undefined;
  readonly onFile: (file: File | null) => void;
}) {
  return (
    <FileField
      label="Evidence (optional)"
      hint={`Such as the bank’s advice. ${RULES}`}
      accept={TYPES.join(',')}
      problem={evidenceProblem(file) ?? problem}
      onFile={onFile}
    />
  );
}

/** What can be said of a file before it is sent; undefined when it may go. */
export function evidenceProblem(file: File | null): string | undefined {
  if (file === null) return undefined;
  if (!TYPES.includes(file.type)) return `This file cannot be taken. Choose another: ${RULES}`;
  if (file.size > MAX_BYTES) return 'This file is larger than 5 MB. Choose a smaller one.';
  return file.size === 0 ? 'This file is empty. Choose another.' : undefined;
}

/** Uploads the file, if there is one. @throws ApiProblem with the reason at the field `evidenceId` */
export async function storedEvidence(file: File | null): Promise<{ readonly evidenceId?: string }> {
  if (file === null) return {};
  try {
    const { evidenceId } = await uploadEvidence(file);
    return { evidenceId };
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status < 400 || error.status >= 500) throw error;
    throw new ApiProblem(error.status, error.code, error.message, [
      { field: 'evidenceId', code: error.code, message: error.message },
    ]);
  }
}

export function EvidenceLink({ evidenceId }: { readonly evidenceId: string | null }) {
  if (evidenceId === null) return null;
  return (
    <a href={`/v1/evidence/${encodeURIComponent(evidenceId)}`} download>
      Evidence
    </a>
  );
}
