import type { Route } from '../http/route';
import { createQuote } from './create-quote';
import { getQuote } from './get-quote';

export const QUOTE_ROUTES: readonly Route[] = [createQuote, getQuote];
