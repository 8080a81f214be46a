import type { Route } from '../http/route';
import { lookUpCompany } from './look-up-company';

export const COMPANY_ROUTES: readonly Route[] = [lookUpCompany];
