import { createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto';
import { bitString, der, integer, objectIdentifier, sequence, time, utf8String } from './der';

const SHA256_WITH_RSA = sequence(objectIdentifier('1.2.840.113549.1.1.11'), der(0x05));
const COMMON_NAME = '2.5.4.3';

/** An X.509 certificate (version 1, no extensions) in PEM. node:crypto reads certificates but makes none. */
export function selfSignedCertificate(privateKey: KeyObject, name: string, years: number): string {
  const from = new Date();
  const until = new Date(from);
  until.setUTCFullYear(until.getUTCFullYear() + years);
  const named = sequence(der(0x31, sequence(objectIdentifier(COMMON_NAME), utf8String(name))));
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const serial = integer(Buffer.concat([Buffer.from([1]), randomBytes(15)]));
  const validity = sequence(time(from), time(until));
  const content = sequence(serial, SHA256_WITH_RSA, named, validity, named, publicKey);
  const whole = sequence(content, SHA256_WITH_RSA, bitString(sign('sha256', content, privateKey)));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
