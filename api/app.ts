import express, { type Express } from 'express';
import helmet from 'helmet';
import { answerError } from './http/answer-error';
import type { ApiDeps } from './http/api-deps';
import { AppError } from './http/app-error';
import { mountRoutes } from './http/mount-routes';
import { requestContext } from './http/request-context';
import type { Route } from './http/route';
import { servePortal } from './http/serve-portal';
import { ROUTES } from './routes';

/** The whole API. `routes` is the table; only tests give another one. */
export function createApp(deps: ApiDeps, routes: readonly Route[] = ROUTES): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('trust proxy', deps.settings.trustedProxies);
  app.set('strict routing', false);
  app.use(requestContext(deps.log));
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'self'"],
          'img-src': ["'self'", 'data:'],
          'style-src': ["'self'", "'unsafe-inline'"],
          'script-src': ["'self'"],
          'object-src': ["'none'"],
          'base-uri': ["'none'"],
          'frame-ancestors': ["'none'"],
          'form-action': ["'self'"],
        },
      },
      strictTransportSecurity: deps.settings.publicUrl.startsWith('https:'),
      referrerPolicy: { policy: 'same-origin' },
      crossOriginEmbedderPolicy: false,
    })
  );
  mountRoutes(app, routes, deps);
  if (deps.settings.portalDir !== null) servePortal(app, deps.settings.portalDir);
  app.use(() => {
    throw new AppError('not_found');
  });
  app.use(answerError);
  return app;
}
