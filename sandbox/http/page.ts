import type { Reply } from './reply';

/** Text that is HTML already; everything else is escaped when it enters `html`. */
export class Html {
  constructor(readonly text: string) {}
}

type Piece = Html | string | number | null | undefined | readonly Html[];

export function html(strings: TemplateStringsArray, ...pieces: Piece[]): Html {
  return new Html(strings.map((text, index) => text + (index < pieces.length ? render(pieces[index]) : '')).join(''));
}

function render(piece: Piece): string {
  if (piece === null || piece === undefined) return '';
  if (piece instanceof Html) return piece.text;
  if (typeof piece === 'object') return piece.map((part) => part.text).join('');
  return escapeHtml(String(piece));
}

export function escapeHtml(text: string): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => names[character] ?? character);
}

const STYLE = `
:root{color-scheme:light;--ink:#1c2430;--soft:#5b6675;--line:#dfe4ea;--blue:#2450c8;--bg:#f4f6f9;--red:#a8201a;--green:#15693b}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif}
.strip{background:#fff3d1;color:#5c4300;text-align:center;padding:.4rem 1rem;font-size:.875rem;border-bottom:1px solid #ecd9a0}
main{max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem;margin:0 0 1rem}h2{font-size:1.125rem;margin:1.5rem 0 .5rem}
.card{background:#fff;border:1px solid var(--line);border-radius:12px;padding:1.5rem;margin-bottom:1rem;overflow-x:auto}
.split{display:grid;gap:1rem;grid-template-columns:1fr}@media(min-width:46rem){.split{grid-template-columns:5fr 6fr}}
table{border-collapse:collapse;width:100%;font-size:.9375rem}th,td{text-align:left;padding:.5rem .75rem .5rem 0;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--soft);font-weight:600}td.num,th.num,.date{white-space:nowrap}td.num,th.num{text-align:right;font-variant-numeric:tabular-nums}
a{color:var(--blue)}.soft{color:var(--soft)}.mono{font-family:ui-monospace,Consolas,monospace;font-size:.875em;overflow-wrap:anywhere}
label{display:block;font-weight:600;margin:.75rem 0 .25rem}
input,select{width:100%;font:inherit;padding:.625rem .75rem;border:1px solid #98a3b1;border-radius:8px;background:#fff;color:inherit}
button,.button{display:inline-block;font:inherit;font-weight:600;padding:.7rem 1.25rem;border-radius:8px;border:1px solid var(--blue);background:var(--blue);color:#fff;cursor:pointer;text-decoration:none}
button.plain,.button.plain{background:#fff;color:var(--ink);border-color:#98a3b1}
:focus-visible{outline:3px solid #f0a202;outline-offset:2px}
.card>p:first-child{margin-top:0}.row{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;margin-top:1.25rem}.row.tight{margin-top:.5rem}
.error{background:#fdecea;border:1px solid #e8a9a5;color:var(--red);border-radius:8px;padding:.75rem 1rem;margin-bottom:1rem}
.good{color:var(--green);font-weight:600}.total{font-size:2rem;font-weight:700;margin:.25rem 0 1rem}
.two{display:grid;grid-template-columns:1fr 1fr;gap:.75rem;align-items:end}iframe{width:100%;height:32rem;border:1px solid var(--line);border-radius:8px;background:#fff}
pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:0;font-size:.875rem}`;

/** No script and nothing from elsewhere; forms may lead back to the shop, whose address the stand-in cannot know. */
const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; img-src 'self' data:";

export function pageReply(title: string, content: Html, status = 200): Reply {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <link rel="icon" href="data:," />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        <div class="strip">Sandbox: a stand-in for tests and demonstrations. No real money, companies or mail.</div>
        <main>${content}</main>
      </body>
    </html>`;
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': PAGE_POLICY },
    body: page.text,
  };
}
