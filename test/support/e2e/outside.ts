import type { System } from './start-system';

export interface ReceivedMail {
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly messageId: string;
  readonly copies: number;
}

export interface WorkplaceChange {
  readonly version: number;
  readonly idempotencyKey: string;
  readonly after: { readonly capacities: Readonly<Record<string, number>> };
}

export interface Ledgers {
  readonly stripe: readonly {
    readonly metadata: Readonly<Record<string, string>>;
    readonly receivedMinor: number;
    readonly refundedMinor: number;
    /** For disputes that are open or lost. */
    readonly withdrawnMinor: number;
  }[];
  readonly paypal: readonly { readonly customId: string | null; readonly netMinor: number }[];
}

/** What the world outside saw of an order: the provider's ledger, Workplace's history, the mailbox. */
export interface Outside {
  chargesOf(orderId: string): Promise<number>;
  changesOf(companyId: string): Promise<number>;
  /** Each change that Workplace made, oldest first. */
  historyOf(companyId: string): Promise<readonly WorkplaceChange[]>;
  /** Everything that happened to money at both providers. */
  ledgers(): Promise<Ledgers>;
  /** The newest session at the provider, whether we know of it or not. */
  newestSession(): Promise<string>;
  /** On the pay page of a session, whatever its state is. */
  tryToPay(sessionId: string): Promise<void>;
  mailsTo(address: string): Promise<readonly ReceivedMail[]>;
  /** Whether the mailbox has a mail with this Message-ID. */
  hasMail(messageId: string): Promise<boolean>;
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
    historyOf: async (companyId) => {
      const { changes } = await json(`${urls.workplace}/_sandbox/history/${companyId}`);
      return changes as WorkplaceChange[];
    },
    ledgers: async () => {
      const [stripe, paypal] = await Promise.all(
        [urls.stripe, urls.paypal].map((url) => json(`${url}/_sandbox/ledger`))
      );
      return { stripe: stripe?.['entries'], paypal: paypal?.['entries'] } as unknown as Ledgers;
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
    hasMail: async (messageId) => {
      const { total } = await json(`${urls.mailbox}/api/messages?messageId=${encodeURIComponent(messageId)}`);
      return Number(total) > 0;
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
