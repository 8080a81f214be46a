import type { AppError } from '../../../api/http/app-error';
import { CONSENT_TEXT_VERSION, TERMS_VERSION } from '../../../api/http/terms';
import { refusalError } from '../../../api/order/place-refusal';
import { invalidWish, wishProblems } from '../../../api/order/wish-problems';
import { requestRefusal } from '../../../api/shared/request-refusal';
import { PLACE_REFUSALS, REQUEST_REFUSALS } from '../../../workflows/contracts/order-contract';
import { WISH } from '../../support/rows/order-rows';

/** Words for programs: quoted values, code marks, addresses, names with an underscore. */
const FOR_PROGRAMS = /["`{}]|\/v1|\b(GET|POST|PUT)\b|\w_\w/;

const sentencesOf = ({ message, options }: AppError): string[] => [
  ...(options.errors === undefined ? [message] : []),
  ...(options.errors ?? []).map((problem) => problem.message),
];

test.each(PLACE_REFUSALS)('an order that is refused for %s is told so in words for people', (code) => {
  for (const sentence of sentencesOf(refusalError(code, null))) expect(sentence).not.toMatch(FOR_PROGRAMS);
});

test.each(REQUEST_REFUSALS)('what staff ask and is refused for %s is told in words for people', (code) => {
  for (const sentence of sentencesOf(requestRefusal(code, 'fulfilling'))) expect(sentence).not.toMatch(FOR_PROGRAMS);
});

test('what is wrong with a wish is told to people in words and to programs beside them', () => {
  const consent = { textVersion: 'old' };
  const wish = {
    ...WISH,
    billing: null,
    method: 'offline',
    autoRenew: 'enable',
    termsVersion: 'old',
    consent,
  } as const;
  const online = { ...wish, method: 'card', piNumber: 'PI 1' } as const;
  const missing = { ...wish, consent: null } as const;
  const problems = [wish, online, missing].flatMap(wishProblems);
  expect(new Set(problems.map(({ code }) => code)).size).toBe(5);
  for (const { message } of problems) expect(message).not.toMatch(FOR_PROGRAMS);
  const inForce = { termsVersion: TERMS_VERSION, consentTextVersion: CONSENT_TEXT_VERSION };
  expect(invalidWish(problems).options).toMatchObject({ errors: problems, extra: { inForce } });
});
