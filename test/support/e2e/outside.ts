import type { System } from './start-system';

export interface ReceivedMail {
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly messageId: string;
  readonly copies: number;
}

/** What the world outside saw of an order: the provider's ledger, Workplace's history, the mailbox. */
export interface Outside {
  chargesOf(orderId: string): Promise<number>;
  changesOf(companyId: string): Promise<number>;
  /** The newest session at the provider, whether we know of it or not. */
  newestSession(): Promise<string>;
  /** On the pay page of a session, whatever its state is. */
  tryToPay(sessionId: string): Promise<void>;
  mailsTo(address: string): Promise<readonly ReceivedMail[]>;
  textOf(mail: ReceivedMail): Promise<string>;
  stripeFault(body: object): Promise<void>;
  workplaceFault(body: object): Promise<void>;
  calm(): Promise<void>;
}

export function outsideOf({ sandbox: { urls } }: System): Outside {
  const json = async (url: string, body?: object): Promise<Record<string, unknown>> => {
    const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(url, body === undefined ? {} : post);
    if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  };
  return {
    chargesOf: async (orderId) => {
      const { entries } = await json(`${urls.stripe}/_sandbox/ledger?order_id=${orderId}`);
      return (entries as { charges: { status: string }[] }[])
        .flatMap(({ charges }) => charges)
        .filter(({ status }) => status === 'succeeded').length;
    },
    changesOf: async (companyId) => {
      const { changes } = await json(`${urls.workplace}/_sandbox/history/${companyId}`);
      return (changes as unknown[]).length;
    },
    newestSession: async () => {
      const headers = { authorization: 'Bearer sk_test_e2e' };
      const response = await fetch(`${urls.stripe}/v1/checkout/sessions?limit=1`, { headers });
      const { data } = (await response.json()) as { data: { id: string }[] };
      return data[0]?.id ?? '';
    },
    tryToPay: async (sessionId) => {
      await json(`${urls.stripe}/_sandbox/pay/${sessionId}`, { card: '4242424242424242' }).catch(() => undefined);
    },
    mailsTo: async (address) => {
      const { messages } = await json(`${urls.mailbox}/api/messages?to=${encodeURIComponent(address)}`);
      return messages as ReceivedMail[];
    },
    textOf: async ({ id }) => String((await json(`${urls.mailbox}/api/messages/${id}`))['text']),
    stripeFault: async (body) => {
      await json(`${urls.stripe}/_sandbox/faults`, body);
    },
    workplaceFault: async (body) => {
      await json(`${urls.workplace}/_sandbox/faults`, body);
    },
    calm: async () => {
      for (const url of [urls.stripe, urls.paypal, urls.workplace])
        await fetch(`${url}/_sandbox/faults`, { method: 'DELETE' });
    },
  };
}
