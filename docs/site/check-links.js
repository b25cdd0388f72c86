// Checks the links of a built site: node check-links.js FOLDER BASE
// Every link within the site leads to a file, every anchor to an element; nothing that a page
// loads comes from elsewhere. Links to other sites are not followed.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SITE = 'http://site.invalid';
const TAG =
  /<([a-z][a-z0-9-]*)((?:\s+[^\s=>"']+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?)*)\s*\/?>/gi;
const ATTRIBUTE = /([^\s=>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/g;
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text) {
  return text
    .replace(/&#(x?)([0-9a-f]+);/gi, (_, hex, code) =>
      String.fromCodePoint(parseInt(code, hex ? 16 : 10)),
    )
    .replace(/&(amp|lt|gt|quot|apos);/g, (_, name) => ENTITIES[name]);
}

function elements(html) {
  const visible = html
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/(<script\b[^>]*>)[\s\S]*?<\/script>/gi, '$1');
  return [...visible.matchAll(TAG)].map(([, name, attributes]) => ({
    name: name.toLowerCase(),
    attributes: Object.fromEntries(
      [...attributes.matchAll(ATTRIBUTE)].map(([, key, a, b, c]) => [
        key.toLowerCase(),
        decoded(a ?? b ?? c),
      ]),
    ),
  }));
}

/** Attributes of an element that name another file, and whether the browser loads it unasked. */
function targets({ name, attributes }) {
  const { src, href } = attributes;
  return [
    { link: src, loads: true },
    { link: href, loads: name === 'link' },
  ].filter(({ link }) => link !== undefined);
}

/** Faults, one sentence each, and how many links were looked at. */
export function check(folder, base) {
  const files = readdirSync(folder, { recursive: true })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => statSync(join(folder, file)).isFile());
  const parsed = new Map(
    files
      .filter((file) => file.endsWith('.html'))
      .map((file) => [file, elements(readFileSync(join(folder, file), 'utf8'))]),
  );
  const anchors = new Map(
    [...parsed].map(([file, all]) => [
      file,
      new Set(all.flatMap(({ attributes }) => [attributes.id, attributes.name])),
    ]),
  );
  const faults = new Set();
  let count = 0;
  const fault = (page, link, what) => faults.add(`${page} links to ${link}: ${what}`);

  function follow(page, link, loads) {
    count++;
    const url = new URL(link, `${SITE}${base}${page}`);
    if (url.origin !== SITE) {
      if (loads && url.protocol !== 'data:') {
        fault(page, link, 'loaded from elsewhere');
      }
      return;
    }
    if (!url.pathname.startsWith(base)) {
      fault(page, link, `not below ${base}`);
      return;
    }
    let file = decodeURIComponent(url.pathname.slice(base.length));
    if (file === '' || file.endsWith('/')) {
      file += 'index.html';
    }
    if (!existsSync(join(folder, file)) || statSync(join(folder, file)).isDirectory()) {
      fault(page, link, 'no such file');
    } else if (url.hash.length > 1 && anchors.has(file)) {
      if (!anchors.get(file).has(decodeURIComponent(url.hash.slice(1)))) {
        fault(page, link, 'no such anchor');
      }
    }
  }

  for (const [page, all] of parsed) {
    all.flatMap(targets).forEach(({ link, loads }) => follow(page, link, loads));
  }
  for (const file of files.filter((name) => name.endsWith('.css'))) {
    const css = readFileSync(join(folder, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    for (const [, one, other] of css.matchAll(/url\(\s*['"]?([^)'"]+)|@import\s*['"]([^'"]+)/g)) {
      follow(file, one ?? other, true);
    }
  }
  return { faults: [...faults].sort(), pages: parsed.size, count };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, base] = process.argv.slice(2);
  const { faults, pages, count } = check(folder, base);
  faults.forEach((line) => console.error(`FAULT ${line}`));
  console.log(`${count} links of ${pages} pages: ${faults.length} faults`);
  process.exit(faults.length === 0 ? 0 : 1);
}
