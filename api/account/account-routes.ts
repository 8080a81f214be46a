import type { Route } from '../http/route';
import { endCurrentSession, endOneSession } from './end-session';
import { listSessions } from './list-sessions';
import { me } from './me';
import { signIn } from './sign-in';

export const ACCOUNT_ROUTES: readonly Route[] = [signIn, listSessions, endCurrentSession, endOneSession, me];
