/**
 * Lints example texts under file names of their own with the rules of the repository. Runs as a process, since Jest cannot
 * load the configuration, which is an ES module. Takes `[{ filePath, text }]` on its input; answers with the names of the
 * broken rules of each.
 */
import path from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const root = path.resolve(import.meta.dirname, '..', '..');

// The examples are in no TypeScript project; the rules that need types are not what they are about.
const eslint = new ESLint({ cwd: root, ignore: false, overrideConfig: [tseslint.configs.disableTypeChecked] });

const examples = JSON.parse(await readAll(process.stdin));
const answers = [];
for (const { filePath, text } of examples) {
  const [result] = await eslint.lintText(text, { filePath: path.join(root, filePath) });
  answers.push(result.messages.map(({ ruleId, message }) => ruleId ?? message));
}
process.stdout.write(JSON.stringify(answers));
