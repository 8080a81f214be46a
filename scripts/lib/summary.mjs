/**
 * The table at the end of a start.
 * @param {object} options
 * @param {Record<string, string>} options.env
 * @param {Record<string, number>} options.ports
 * @param {string[]} options.moved
 * @param {string | undefined} options.temporalUi
 * @param {{ logins: object[], companies: object[] }} options.sample
 */
export function summary({ env, ports, moved, temporalUi, sample }) {
  const local = (port) => `http://127.0.0.1:${port}`;
  const rows = [
    ['Portal', env.PUBLIC_URL],
    ['API document', `${env.PUBLIC_URL}/docs`],
    ['Temporal Web UI', temporalUi ?? `the one of ${env.TEMPORAL_ADDRESS}`],
    ['Mailbox', local(ports.mailbox)],
    ['Card pages, ledger', local(ports.stripe)],
    ['PayPal pages, ledger', local(ports.paypal)],
    ['Clock, all stand-ins', local(ports.sandboxControl)],
    ['Postgres', `127.0.0.1:${ports.postgres}, database purser (password: .purser/secrets.json)`],
    ...sample.logins.map(({ who, email, password }) => [`Sign in as ${who}`, `${email} / ${password}`]),
    ...sample.companies.map(({ id, note }) => ['Company ID to try', note ? `${id} (${note})` : id]),
    ['Logs', '.purser/logs/'],
  ];
  const width = Math.max(...rows.map(([label]) => columnsOf(label)));
  const lines = rows.map(([label, value]) => `  ${label}${' '.repeat(width - columnsOf(label))}  ${value}`);
  return [...lines, ...moved.map((sentence) => `  Note: ${sentence}.`)].join('\n');
}

/** Terminals draw a Chinese character as wide as two letters. */
const columnsOf = (text) => [...text].reduce((sum, letter) => sum + (/\p{Script=Han}/u.test(letter) ? 2 : 1), 0);
