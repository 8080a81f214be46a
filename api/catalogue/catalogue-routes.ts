import type { Route } from '../http/route';
import { readCatalogue } from './read-catalogue';

export const CATALOGUE_ROUTES: readonly Route[] = [readCatalogue];
