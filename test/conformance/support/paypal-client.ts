import {
  ApiError,
  Client,
  OrdersController,
  PaymentsController,
  TransactionSearchController,
  VaultController,
  type ApiResponse,
} from '@paypal/paypal-server-sdk';

/** PayPal's own SDK pointed at another address, which it has no setting for: every request is turned on its way out. */
class RedirectedClient extends Client {
  constructor(
    config: ConstructorParameters<typeof Client>[0],
    private readonly base: string
  ) {
    super(config);
  }

  override getRequestBuilderFactory(): ReturnType<Client['getRequestBuilderFactory']> {
    const make = super.getRequestBuilderFactory();
    return (...parameters) => {
      const builder = make(...parameters);
      builder.interceptRequest((request) => {
        const { pathname, search } = new URL(request.url);
        return { ...request, url: this.base + pathname + search };
      });
      return builder;
    };
  }
}

export interface PayPalSdk {
  readonly orders: OrdersController;
  readonly payments: PaymentsController;
  readonly vault: VaultController;
  readonly transactions: TransactionSearchController;
}

export function paypalSdk(base: string, clientId: string, clientSecret: string): PayPalSdk {
  const credentials = { oAuthClientId: clientId, oAuthClientSecret: clientSecret };
  const client = new RedirectedClient({ clientCredentialsAuthCredentials: credentials, timeout: 5000 }, base);
  return {
    orders: new OrdersController(client),
    payments: new PaymentsController(client),
    vault: new VaultController(client),
    transactions: new TransactionSearchController(client),
  };
}

export interface Refusal {
  readonly status: number;
  readonly name: string;
  readonly issue: string;
}

/** How PayPal refused; a call that went well fails the test. */
export async function refusalOf(call: Promise<ApiResponse<unknown>>): Promise<Refusal> {
  const error: unknown = await call.then(
    ({ statusCode }) => new Error(`The call was answered with ${statusCode}.`),
    (thrown: unknown) => thrown
  );
  if (!(error instanceof ApiError) || typeof error.body !== 'string') throw error;
  const body = JSON.parse(error.body) as { name: string; details: { issue: string }[] };
  return { status: error.statusCode, name: body.name, issue: body.details[0]?.issue ?? '' };
}
