import { samplePayer, type PayerKind } from '../payers';

interface PersonObject {
  readonly email_address: string;
  readonly name: { readonly given_name: string; readonly surname: string };
  readonly address: { readonly country_code: string };
}

function personObject(kind: PayerKind): PersonObject {
  const { givenName, surname, email } = samplePayer(kind);
  return { email_address: email, name: { given_name: givenName, surname }, address: { country_code: 'DE' } };
}

export function payerObject(kind: PayerKind): object {
  return { ...personObject(kind), payer_id: samplePayer(kind).accountId };
}

/** The wallet as `payment_source.paypal` of an order. */
export function walletObject(kind: PayerKind): object {
  return { ...personObject(kind), account_id: samplePayer(kind).accountId, account_status: 'VERIFIED' };
}

/** The wallet as the vault shows it. */
export function vaultedWallet(kind: PayerKind): object {
  const { accountId } = samplePayer(kind);
  return { ...personObject(kind), payer_id: accountId, account_id: accountId };
}
