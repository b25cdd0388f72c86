import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';

// .ci/site lays the pages out as they stand in the repository.
const build = dirname(dirname(fileURLToPath(import.meta.url)));
const pages = join(build, 'pages');
const root = process.env.CORRRISE_ROOT;
const version = process.env.CORRRISE_VERSION;
const github = 'https://github.com/corrrise/corrrise';

/** What GitHub makes of a heading, so that an anchor leads to the same place there and here. */
function anchor(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** Folders are entered by their README. */
function served(page) {
  return page.replace(/(^|\/)README\.md$/, '$1index.md');
}

/** The address of what a page links to: another page, or a file or folder of the repository. */
function address(link, page) {
  if (/^[a-z]+:|^#/i.test(link)) {
    return link;
  }
  const [path, fragment] = link.split('#', 2);
  const end = fragment === undefined ? '' : '#' + fragment;
  const file = posix.join(posix.dirname(page), path);
  if (file.endsWith('.md') && existsSync(join(pages, file))) {
    return served(path) + end;
  }
  if (!existsSync(join(root, file))) {
    throw new Error(`${page} links to ${link}, which does not exist`);
  }
  const kind = statSync(join(root, file)).isDirectory() ? 'tree' : 'blob';
  return `${github}/${kind}/main/${file}${end}`;
}

function addresses(markdown) {
  markdown.core.ruler.push('addresses', (state) => {
    for (const token of state.tokens.flatMap((block) => block.children ?? [])) {
      if (token.type === 'link_open') {
        token.attrSet('href', address(token.attrGet('href'), state.env.relativePath));
      }
    }
  });
}

/** The tables of an index, one for each heading: rows of cells. */
function tables(index) {
  const groups = [];
  for (const line of readFileSync(join(pages, index), 'utf8').split('\n')) {
    if (line.startsWith('#')) {
      groups.push({ heading: line.replace(/^#+ /, ''), rows: [] });
    } else if (line.startsWith('| ') && !/^\| (-|I want|no\.|page|name)/.test(line)) {
      groups.at(-1).rows.push(line.split(/(?<!\\)\|/).map((cell) => cell.trim()).slice(1, -1));
    }
  }
  return groups.filter((group) => group.rows.length > 0);
}

/** An entry of the sidebar from a cell with a link; none for a place within a page. */
function entry(cell, index, text) {
  const [, label, target] = cell.match(/\[([^\]]+)\]\(([^)]+)\)/) ?? [];
  if (!target || target.includes('#')) {
    return [];
  }
  const link = address(target, index);
  const inside = link === target || !/^https:/.test(link);
  return [
    {
      text: text ?? label.replaceAll('`', ''),
      link: inside ? '/' + posix.join(posix.dirname(index), link) : link,
    },
  ];
}

function sidebar() {
  const groups = tables('docs/README.md').map(({ heading, rows }) => ({
    text: heading,
    items: rows.flatMap((cells) => entry(cells[1], 'docs/README.md')),
  }));
  const records = tables('docs/adr/README.md')[0].rows.flatMap((cells) =>
    entry(cells[0], 'docs/adr/README.md', `${cells[0].match(/\d+/)[0]} ${cells[1]}`),
  );
  const experiments = tables('docs/experiments/README.md')[0].rows.flatMap((cells) =>
    entry(cells[0], 'docs/experiments/README.md'),
  );
  return [
    {
      items: [
        { text: 'What it is', link: '/' },
        { text: 'All pages', link: '/docs/' },
      ],
    },
    ...groups,
    { text: 'All decision records', collapsed: true, items: records },
    { text: 'All experiments', collapsed: true, items: experiments },
  ];
}

export default defineConfig({
  lang: 'en',
  title: 'corrrise',
  titleTemplate: ':title · corrrise',
  description: 'Explains the decisions of face verification: signed saliency maps for both faces.',
  base: process.env.CORRRISE_BASE,
  srcDir: 'pages',
  rewrites: served,
  outDir: 'html',
  cacheDir: 'cache',
  head: [
    ['link', { rel: 'icon', href: 'data:,' }],
    // Whoever reads the pages is seen by their host only.
    [
      'meta',
      {
        'http-equiv': 'Content-Security-Policy',
        content: "default-src 'self' 'unsafe-inline'; img-src 'self' data:",
      },
    ],
  ],
  markdown: {
    anchor: { slugify: anchor },
    attrs: { disable: true },
    config: addresses,
  },
  themeConfig: {
    nav: [
      { text: 'First hour', link: '/docs/first-hour' },
      { text: 'Command line', link: '/docs/command-line' },
      // Javadoc is no page of VitePress.
      { text: 'API', link: '/api/', target: '_self' },
      { text: version, link: '/CHANGELOG' },
      { text: 'GitHub', link: github },
    ],
    sidebar: sidebar(),
    outline: [2, 3],
    search: { provider: 'local' },
    editLink: {
      pattern: `${github}/edit/main/:path`,
      text: 'Change this page',
    },
    footer: {
      message: 'Apache License 2.0',
      copyright: 'Copyright 2026 The corrrise contributors',
    },
  },
});
