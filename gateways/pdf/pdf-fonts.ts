import path from 'node:path';
import { openSync } from 'fontkit';

/** Latin, Greek, Cyrillic and Vietnamese; what it lacks is printed as a replacement character. */
const FOLDER = path.join(path.dirname(require.resolve('pdfmake/package.json')), 'fonts', 'Roboto');

export const PDF_FONTS = {
  Roboto: {
    normal: path.join(FOLDER, 'Roboto-Regular.ttf'),
    bold: path.join(FOLDER, 'Roboto-Medium.ttf'),
    italics: path.join(FOLDER, 'Roboto-Italic.ttf'),
    bolditalics: path.join(FOLDER, 'Roboto-MediumItalic.ttf'),
  },
};

const FILES: readonly string[] = Object.values(PDF_FONTS.Roboto);

export function isPdfFont(file: string): boolean {
  return FILES.includes(file);
}

/** Code points that both weights on the page can print. */
export function printableCodePoints(): ReadonlySet<number> {
  const [regular, bold] = [PDF_FONTS.Roboto.normal, PDF_FONTS.Roboto.bold].map(codePointsOf);
  return new Set([...(regular ?? [])].filter((codePoint) => bold?.has(codePoint)));
}

function codePointsOf(file: string): ReadonlySet<number> {
  const font = openSync(file);
  return new Set('characterSet' in font ? font.characterSet : []);
}
