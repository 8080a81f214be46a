type Json = Readonly<Record<string, unknown>>;

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; color: #1b1f24; max-width: 64rem; margin: 0 auto; padding: 2rem 1rem }
  h1 { margin-top: 0 } h2 { border-bottom: 1px solid #d0d7de; padding-bottom: .3rem; margin-top: 2.5rem }
  details { border: 1px solid #d0d7de; border-radius: 6px; margin: .5rem 0; padding: .5rem .8rem }
  summary { cursor: pointer } code, pre { font: 14px/1.45 ui-monospace, monospace }
  pre { background: #f6f8fa; padding: .8rem; overflow: auto; border-radius: 6px; max-height: 28rem }
  .method { display: inline-block; min-width: 4.5rem; font-weight: 700 } .access { color: #57606a }
  nav a { margin-right: 1rem } table { border-collapse: collapse } td, th { text-align: left; padding: .15rem .8rem .15rem 0; vertical-align: top }`;

/** The document as one page: no script, nothing from elsewhere. */
export function documentPage(document: Json): string {
  const operations = operationsOf(document);
  const tags = [...new Set(operations.map(({ tag }) => tag))];
  const sections = tags.map((tag) => {
    const entries = operations.filter((operation) => operation.tag === tag).map(operationHtml);
    return `<h2 id="${slug(tag)}">${escape(tag)}</h2>${entries.join('')}`;
  });
  const links = tags.map((tag) => `<a href="#${slug(tag)}">${escape(tag)}</a>`).join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Purser API</title><style>${STYLE}</style></head>
<body><h1>Purser API</h1><p>Sign in with <code>POST /v1/sessions</code>, then send
<code>Authorization: Bearer …</code>. Errors are <code>application/problem+json</code> with a stable <code>code</code>.
The same as a document: <a href="/openapi.json">openapi.json</a>.</p><nav>${links}<a href="#schemas">Schemas</a></nav>
${sections.join('')}<h2 id="schemas">Schemas</h2>${schemasHtml(document)}</body></html>`;
}

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly facts: Json;
}

function operationsOf(document: Json): Operation[] {
  return entries(document['paths']).flatMap(([path, methods]) =>
    entries(methods).map(([method, facts]) => {
      const known = isJson(facts) ? facts : {};
      const tags: unknown[] = Array.isArray(known['tags']) ? known['tags'] : [];
      return { method: method.toUpperCase(), path, tag: String(tags[0]), facts: known };
    })
  );
}

function operationHtml({ method, path, facts }: Operation): string {
  const access = JSON.stringify(facts['x-access']).replaceAll('"', '');
  return `<details><summary><span class="method">${method}</span><code>${escape(path)}</code>
${escape(String(facts['summary']))} <span class="access">(${escape(access)})</span></summary>
${parametersHtml(facts['parameters'])}${bodyHtml(facts['requestBody'])}${responsesHtml(facts['responses'])}</details>`;
}

function parametersHtml(parameters: unknown): string {
  if (!Array.isArray(parameters) || parameters.length === 0) return '';
  const rows = parameters.filter(isJson).map((parameter) => {
    const words = [parameter['in'], parameter['required'] === true ? 'required' : 'optional'].map(String).join(', ');
    const description = typeof parameter['description'] === 'string' ? parameter['description'] : '';
    return `<tr><td><code>${escape(String(parameter['name']))}</code></td><td>${words}</td><td>${escape(description)}</td></tr>`;
  });
  return `<h4>Parameters</h4><table>${rows.join('')}</table>`;
}

function bodyHtml(body: unknown): string {
  return isJson(body) ? `<h4>Body</h4>${pre(body['content'])}` : '';
}

function responsesHtml(responses: unknown): string {
  const rows = entries(responses).map(([status, facts]) => {
    const known = isJson(facts) ? facts : {};
    const isProblem = JSON.stringify(known).includes('application/problem+json');
    const schema = known['content'] === undefined || isProblem ? '' : pre(known['content']);
    return `<tr><td><strong>${status}</strong></td><td>${escape(String(known['description']))}${schema}</td></tr>`;
  });
  return `<h4>Answers</h4><table>${rows.join('')}</table>`;
}

function schemasHtml(document: Json): string {
  const components = isJson(document['components']) ? document['components'] : {};
  return entries(components['schemas'])
    .map(
      ([name, schema]) =>
        `<details id="schema-${escape(name)}"><summary><code>${escape(name)}</code></summary>${pre(schema)}</details>`
    )
    .join('');
}

function pre(value: unknown): string {
  return `<pre>${escape(JSON.stringify(value, null, 2))}</pre>`;
}

function entries(value: unknown): [string, unknown][] {
  return isJson(value) ? Object.entries(value) : [];
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function slug(tag: string): string {
  return tag.toLowerCase().replace(/\W+/g, '-');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
