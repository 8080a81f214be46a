import { createServer, type IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface WebhookListener {
  readonly url: string;
  /** Status of the answers; 200 unless a test says otherwise. */
  status: number;
  stop(): Promise<void>;
}

/** A product's endpoint on a free port; `take` looks at each delivery before it is answered. */
export async function listenForWebhooks<More extends object>(
  more: More,
  take: (payload: Buffer, headers: IncomingHttpHeaders) => void | Promise<void>
): Promise<WebhookListener & More> {
  const server = createServer((request, response) => {
    void buffer(request).then(async (payload) => {
      await take(payload, request.headers);
      response.writeHead(listener.status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const listener = {
    ...more,
    url: `http://127.0.0.1:${port}/webhooks`,
    status: 200,
    stop: (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return listener;
}
