import type { Route } from '../http/route';
import { getProforma, listProformas } from './read-proformas';
import { registerProforma } from './register-proforma';
import { withdrawProforma } from './withdraw-proforma';

export const PROFORMA_ROUTES: readonly Route[] = [registerProforma, listProformas, getProforma, withdrawProforma];
