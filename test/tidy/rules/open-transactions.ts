import ts from 'typescript';
import type { SourceFile } from './repository';

/** What a step reaches the world through: a call of one of these takes as long as the other side likes. */
const WORLD = new Set(['provider', 'workplace', 'mailer', 'workflows', 'messages', 'client']);
const CALLS = new Set(['fetch', 'providePdf']);
/** Functions that hand out one of `WORLD`. */
const LOOK_UPS = new Map([['providerOf', 'provider']]);
const OPENERS = new Set(['inTransaction', 'transaction']);

/**
 * Calls to the world that are made while a transaction is open: in the callback of `inTransaction`, or in a function of the
 * same file that the callback calls.
 */
export function callsInsideTransactions({ path, text }: SourceFile): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const functions = functionsOf(source);
  const problems = new Set<string>();
  const visited = new Set<ts.Node>();

  const search = (node: ts.Node): void => {
    if (visited.has(node)) return;
    visited.add(node);
    if (ts.isCallExpression(node)) {
      if (leavesTheHouse(node.expression)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        problems.add(`${path}:${line + 1}: ${node.expression.getText()} is called while a transaction is open`);
      }
      const called = ts.isIdentifier(node.expression) ? functions.get(node.expression.text) : undefined;
      if (called !== undefined) search(called);
    }
    ts.forEachChild(node, search);
  };

  const find = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && opens(node.expression)) {
      for (const argument of node.arguments) search(named(argument, functions));
    }
    ts.forEachChild(node, find);
  };
  find(source);
  return [...problems];
}

function functionsOf(source: ts.SourceFile): Map<string, ts.Node> {
  const functions = new Map<string, ts.Node>();
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node) && node.name !== undefined) functions.set(node.name.text, node);
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined) {
      if (ts.isArrowFunction(node.initializer)) functions.set(node.name.text, node.initializer);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return functions;
}

const named = (argument: ts.Node, functions: ReadonlyMap<string, ts.Node>): ts.Node =>
  (ts.isIdentifier(argument) ? functions.get(argument.text) : undefined) ?? argument;

function opens(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return OPENERS.has(callee.text);
  return ts.isPropertyAccessExpression(callee) && OPENERS.has(callee.name.text);
}

/** `deps.workplace.findCompany` and `fetch`, but neither `trx.provider` nor a column of that name. */
function leavesTheHouse(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return CALLS.has(callee.text);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  return CALLS.has(callee.name.text) || WORLD.has(lastName(callee.expression));
}

function lastName(expression: ts.Expression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  if (ts.isCallExpression(expression)) return LOOK_UPS.get(lastName(expression.expression)) ?? '';
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
}
