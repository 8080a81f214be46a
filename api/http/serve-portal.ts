import path from 'node:path';
import express, { type Express } from 'express';

/** Addresses of the API answer as the API does; every other address of a page is the portal's to show. */
const NOT_PORTAL = /^\/(v1|webhooks|health|internal|i|docs|openapi\.json)(\/|$)/;

/** Built files with long caching (their names carry a hash), and the page itself for every other address. */
export function servePortal(app: Express, portalDir: string): void {
  app.use('/assets', express.static(path.join(portalDir, 'assets'), { immutable: true, maxAge: '1y', index: false }));
  app.use(express.static(portalDir, { index: false, maxAge: 0, fallthrough: true }));
  app.get('/{*rest}', (req, res, next) => {
    if (NOT_PORTAL.test(req.path) || req.path.startsWith('/assets/') || !req.accepts('html')) {
      next();
      return;
    }
    res.set('Cache-Control', 'no-cache');
    res.sendFile(path.join(portalDir, 'index.html'), (error) => {
      if (error instanceof Error) next();
    });
  });
}
