import fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const SHAPES = ['notice', 'order-document'];
const CONTENT_MARK = '<!-- content -->';

/**
 * Compiles the mail templates, strictly, to HTML that still holds its `{{placeholders}}`. Nothing of it is committed.
 * @param {string} repoRoot
 * @param {string} outDir created where missing; a reader sees each file whole or not at all
 * @returns {Promise<string[]>} the files written
 */
export async function buildMails(repoRoot, outDir) {
  // Only here: the library costs half a second and 100 MB, and nothing else needs it.
  const mjml2html = createRequire(path.join(repoRoot, 'package.json'))('mjml');
  const sources = path.join(repoRoot, 'gateways', 'smtp', 'templates');
  const layout = await fs.readFile(path.join(sources, 'layout.mjml'), 'utf8');
  if (layout.split(CONTENT_MARK).length !== 2) throw new Error(`layout.mjml must hold ${CONTENT_MARK} exactly once.`);
  await fs.mkdir(outDir, { recursive: true });
  const written = [];
  for (const shape of SHAPES) {
    const content = await fs.readFile(path.join(sources, `${shape}.mjml`), 'utf8');
    const source = layout.replace(CONTENT_MARK, () => content);
    const { html } = await mjml2html(source, { validationLevel: 'strict', keepComments: false, fonts: {} });
    assertPlaceholdersKept(shape, source, html);
    written.push(await writeWhole(path.join(outDir, `${shape}.html`), html));
  }
  return written;
}

function assertPlaceholdersKept(shape, source, html) {
  const names = (text) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort().join(' ');
  if (names(source) !== names(html)) {
    throw new Error(`${shape}.mjml lost placeholders: ${names(source)} became ${names(html)}.`);
  }
}

async function writeWhole(file, text) {
  const unfinished = `${file}.${process.pid}.unfinished`;
  await fs.writeFile(unfinished, text);
  await fs.rename(unfinished, file);
  return file;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const repoRoot = path.resolve(import.meta.dirname, '..', '..');
  await buildMails(repoRoot, path.resolve(process.argv[2] ?? path.join(repoRoot, 'dist', 'mail')));
}
