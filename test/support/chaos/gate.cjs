/**
 * Loaded into the built worker or API before it starts (`node --require`): asks the run at each point of a step or a message
 * whether to wait there. The product knows nothing of it, so there is no door that production could leave open.
 *
 * Points of an activity: `enter` and `leave` around it, `commit` before each transaction of it commits, `called` when the
 * other side has acted and its answer is not yet used. Of a message: `enter`, `sent` when it is on its way and not answered,
 * `leave` when it is answered.
 */
const { AsyncLocalStorage } = require('node:async_hooks');
const http = require('node:http');
const path = require('node:path');
const { isMainThread } = require('node:worker_threads');

const GATE = process.env.PURSER_TEST_GATE;
const DIST = path.resolve(__dirname, '..', '..', '..', 'dist');
const agent = new http.Agent({ keepAlive: true, maxSockets: 500 });
const current = new AsyncLocalStorage();

/** Answered when the run lets go; a run that is gone holds nobody. */
function ask(point) {
  return new Promise((resolve) => {
    const body = JSON.stringify(point);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const request = http.request(GATE, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('close', resolve);
    });
    request.on('error', resolve);
    request.end(body);
  });
}

function here(phase) {
  const step = current.getStore();
  return step === undefined ? Promise.resolve() : ask({ ...step, phase });
}

function replaceExport(file, name, change) {
  const loaded = require(path.join(DIST, file));
  const original = loaded[name];
  loaded[name] = (...given) => change(original, given);
}

const subjectOf = ({ orderId, companyId, mailId }) => ({ orderId, companyId, mailId });

/** Messages name what they are about by the first thing given: an input, or the id of an order or a company. */
const ABOUT_COMPANY = /^(subscription|setAutoRenew)/;
function messageSubject(name, [first]) {
  if (typeof first === 'object') return subjectOf(first);
  return ABOUT_COMPANY.test(name) ? { companyId: first } : { orderId: first };
}

/** Ports of the outside: their answer is in hand, and nothing of it is written down. */
function calling(port) {
  const wrapped = Object.fromEntries(
    Object.entries(port).map(([name, value]) => {
      if (typeof value !== 'function') return [name, value];
      return [
        name,
        async (...given) => {
          const answer = await value(...given);
          await here('called');
          return answer;
        },
      ];
    })
  );
  return { ...port, ...wrapped };
}

function gateActivities() {
  replaceExport('activities/create-activities.js', 'createActivities', (create, [deps]) => {
    const providers = Object.fromEntries(
      Object.entries(deps.providers).map(([name, provider]) => [name, calling(provider)])
    );
    const outside = { providers, workplace: calling(deps.workplace), mailer: calling(deps.mailer) };
    return Object.fromEntries(Object.entries(create({ ...deps, ...outside })).map(gatedActivity));
  });
  holdCommits();
}

function gatedActivity([name, run]) {
  const gated = (input) =>
    current.run({ step: `activity:${name}`, subject: subjectOf(input) }, async () => {
      await here('enter');
      const result = await run(input);
      await here('leave');
      return result;
    });
  return [name, gated];
}

function holdCommits() {
  const { Client } = require(require.resolve('pg', { paths: [DIST] }));
  const query = Client.prototype.query;
  Client.prototype.query = function (...given) {
    const [what] = given;
    const text = typeof what === 'string' ? what : what?.text;
    if (current.getStore() === undefined || !/^commit/i.test(text ?? '')) return query.apply(this, given);
    void here('commit').then(() => query.apply(this, given));
    return undefined;
  };
}

function gateMessages(file, name, pick) {
  replaceExport(file, name, (create, given) => pick(create(...given), gatedMessages));
}

/** `asks` carries the name of its message; what nobody waits at goes through as it is. */
const NAMES = { place: 'placeOrder', cancel: 'cancelOrder', hint: 'paymentHint' };
const UNGATED = new Set(['isReachable', 'startDelivery']);
const MOVES = /ClockMoved$/;

function gatedMessages(messages) {
  return Object.fromEntries(
    Object.entries(messages).map(([name, send]) => {
      if (UNGATED.has(name)) return [name, send];
      const gated = async (...given) => {
        const step = `message:${messageName(name, given)}`;
        const subject = messageSubject(name, given);
        const at = (phase) => ask({ step, subject, phase });
        await at('enter');
        const answer = send(...given);
        answer.catch(() => undefined);
        await at('sent');
        const result = await answer;
        await at('leave');
        return result;
      };
      return [name, gated];
    })
  );
}

function messageName(name, given) {
  if (name === 'ask') return given[1];
  return MOVES.test(name) ? 'clockMoved' : (NAMES[name] ?? name);
}

if (isMainThread && GATE) {
  const program = path.basename(path.dirname(process.argv[1] ?? ''));
  if (program === 'worker') {
    gateActivities();
    gateMessages('worker/workflow-messages.js', 'createWorkflowMessages', (made, gated) => gated(made));
  } else {
    gateMessages('api/http/workflow-client.js', 'createWorkflowClient', (made, gated) => ({
      ...made,
      workflows: gated(made.workflows),
    }));
  }
}
