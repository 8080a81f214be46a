export const PAYER_KINDS = ['normal', 'declined', 'pending', 'declined-later'] as const;
export type PayerKind = (typeof PAYER_KINDS)[number];

export interface SamplePayer {
  readonly kind: PayerKind;
  readonly givenName: string;
  readonly surname: string;
  readonly email: string;
  /** PayPal's account number of a person: 13 letters and digits. */
  readonly accountId: string;
  readonly label: string;
}

const PAYERS: Readonly<Record<PayerKind, Omit<SamplePayer, 'kind'>>> = {
  normal: {
    givenName: 'Nora',
    surname: 'Novak',
    email: 'nora@payer.example',
    accountId: 'NRAPAYS222222',
    label: 'pays at once',
  },
  declined: {
    givenName: 'Dan',
    surname: 'Dorn',
    email: 'dan@payer.example',
    accountId: 'DANDECLNED333',
    label: 'approves, then the bank declines the payment',
  },
  pending: {
    givenName: 'Petra',
    surname: 'Pohl',
    email: 'petra@payer.example',
    accountId: 'PETRAPEND4444',
    label: 'pays by eCheck: the payment stays pending until it is settled',
  },
  'declined-later': {
    givenName: 'Lena',
    surname: 'Lang',
    email: 'lena@payer.example',
    accountId: 'LENALATER5555',
    label: 'pays now and can be saved; a later charge without her is declined',
  },
};

export function samplePayer(kind: PayerKind): SamplePayer {
  return { kind, ...PAYERS[kind] };
}

export function samplePayers(): SamplePayer[] {
  return PAYER_KINDS.map(samplePayer);
}

export function payerKind(text: unknown): PayerKind | undefined {
  return PAYER_KINDS.find((kind) => kind === text);
}
