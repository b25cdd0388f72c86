import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { check } from './check-links.js';

function faults(page, style = '') {
  const folder = mkdtempSync(join(tmpdir(), 'links-'));
  try {
    mkdirSync(join(folder, 'api'));
    writeFileSync(join(folder, 'api/index.html'), '<h1 id="of(int,double[])">of</h1>');
    writeFileSync(join(folder, 'style.css'), style);
    writeFileSync(join(folder, 'index.html'), page);
    return check(folder, '/corrrise/').faults;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('links that resolve are no faults', () => {
  assert.deepEqual(
    faults(
      '<h1 id="top">x</h1><a href="#top"></a><a href="/corrrise/">home</a>' +
        '<a class="x" href="api/#of(int,double%5B%5D)"></a><a href=\'https://example.org/\'></a>' +
        '<!-- <a href="gone.html"> --><script>"<a href=gone.html>"</script>' +
        '<code>&lt;a href="gone.html"&gt;</code><link rel="stylesheet" href="style.css">',
    ),
    [],
  );
});

for (const [what, page, expected] of [
  ['a missing page', '<a href="gone.html">x</a>', 'no such file'],
  ['a folder without its slash', '<a href="api">x</a>', 'no such file'],
  ['a missing anchor', '<a href="api/index.html#gone">x</a>', 'no such anchor'],
  ['a missing anchor of the page', '<a href="#gone">x</a>', 'no such anchor'],
  ['a missing picture', '<img alt="x" src="gone.png">', 'no such file'],
  ['a link beside the site', '<a href="/docs/">x</a>', 'not below /corrrise/'],
  ['a script from elsewhere', '<script src="https://example.org/x.js"></script>', 'from elsewhere'],
  ['a style from elsewhere', '<link rel="stylesheet" href="//example.org/x.css">', 'from elsewhere'],
]) {
  test(`${what} is a fault`, () => {
    const found = faults(page);
    assert.equal(found.length, 1);
    assert.match(found[0], new RegExp(expected));
  });
}

for (const [what, style, expected] of [
  ['a font from elsewhere', '@font-face { src: url("//example.org/x.woff2") }', 'from elsewhere'],
  ['a missing style', "@import 'gone.css';", 'no such file'],
]) {
  test(`${what} is a fault`, () => {
    const found = faults('', style);
    assert.equal(found.length, 1);
    assert.match(found[0], new RegExp(expected));
  });
}

test('what a style comments out or holds itself is no fault', () => {
  const style = "/* url('gone.png') */ a { background: url(data:image/png;base64,AA==) }";
  assert.deepEqual(faults('', style), []);
});
