import type { Route } from '../http/route';
import { readEvidence } from './read-evidence';
import { uploadEvidence } from './upload-evidence';

export const EVIDENCE_ROUTES: readonly Route[] = [uploadEvidence, readEvidence];
