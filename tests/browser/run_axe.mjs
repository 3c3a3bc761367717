// Opens every page of a built site in Chromium and reports what axe and the browser find wrong.
//
//   node tests/browser/run_axe.mjs SITE_FOLDER
//   node tests/browser/run_axe.mjs http://127.0.0.1:8000/ PAGE…     (served by another program)
//
// Each page is looked at light and dark, 1280 and 360 pixels wide; at 320 pixels it must not scroll
// sideways (WCAG 1.4.10).  Pages come from this machine; any request to another host is stopped and
// reported.  Prints JSON {pages, looks, findings: [{page, look, rule, sentence, html}]}; 1 when there are findings.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { createRequire } from 'node:module';
import { executable, open } from './browser.mjs';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const LOOKS = [
  { name: 'light 1280', scheme: 'light', width: 1280 },
  { name: 'dark 1280', scheme: 'dark', width: 1280 },
  { name: 'dark 360', scheme: 'dark', width: 360 },
  { name: 'light 360', scheme: 'light', width: 360 },
];
const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg',
  '.webp': 'image/webp', '.woff2': 'font/woff2', '.ttf': 'font/ttf', '.pdf': 'application/pdf', '.txt': 'text/plain',
};

const served = process.argv[2]?.startsWith('http://') ? process.argv[2] : '';
const root = path.resolve(process.argv[2] ?? '.');
const findings = [];
let where = { page: '', look: '' };
const report = (rule, sentence, html = '') => findings.push({ ...where, rule, sentence, html });

function pagesBelow(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith('_') ? [] : pagesBelow(place);
    return entry.name.endsWith('.html') ? [path.relative(root, place).split(path.sep).join('/')] : [];
  }).sort();
}

// Pages of version codes differ in a few words, and there may be hundreds: six stand for all of them.
function fewOfEach(found) {
  const codes = found.filter((page) => /^v\/[^/]+\/index\.html$/.test(page));
  return found.filter((page) => !codes.slice(6).includes(page));
}

function serve() {
  const server = http.createServer((request, response) => {
    const asked = path.join(root, decodeURIComponent(new URL(request.url, 'http://site/').pathname));
    const file = fs.existsSync(asked) && fs.statSync(asked).isDirectory() ? path.join(asked, 'index.html') : asked;
    if (!file.startsWith(root) || !fs.existsSync(file)) {
      response.writeHead(404);
      response.end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' });
    fs.createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

async function lookAt(page, look) {
  where.look = look.name;
  await page.emulateMedia({ colorScheme: look.scheme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width: look.width, height: 800 });
  await overflow(page, look.width);
  const result = await page.evaluate(
    (rules) => globalThis.axe.run(document, { runOnly: rules, resultTypes: ['violations'] }), RULES);
  for (const violation of result.violations) {
    for (const node of violation.nodes) {
      report(violation.id, `${violation.help} (${node.any[0]?.message ?? violation.impact})`, node.html.slice(0, 200));
    }
  }
}

async function overflow(page, width) {
  const surplus = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (surplus > 0) report('reflow', `the page is ${surplus} pixels wider than a screen of ${width}`);
}

if (!executable()) {
  console.error('no Chromium found; install it, or name it in CHROMIUM');
  process.exit(2);
}
const pages = served ? process.argv.slice(3) : fewOfEach(pagesBelow(root));
if (!pages.length) {
  console.error(`${root} holds no page; build the site first`);
  process.exit(2);
}
const server = served ? null : await serve();
const base = served || `http://127.0.0.1:${server.address().port}/`;
const { context, close } = await open({ viewport: { width: 1280, height: 800 } });
await context.route('**/*', (route) => {
  const address = route.request().url();
  if (address.startsWith(base) || /^(data|blob):/.test(address)) return route.continue();
  report('other-host', `the page asks another host: ${address}`);
  return route.abort();
});
const page = await context.newPage();
page.on('console', (message) => message.type() === 'error' && report('console', message.text()));
page.on('pageerror', (error) => report('script', String(error)));
page.on('response', (response) => response.status() >= 400 && report('lost', `${response.status()} ${response.url().replace(base, '')}`));
for (const name of pages) {
  where = { page: name, look: '' };
  await page.goto(base + name, { waitUntil: 'load' });
  await page.evaluate(axe);
  for (const look of LOOKS) await lookAt(page, look);
  where.look = 'light 320';
  await page.setViewportSize({ width: 320, height: 800 });
  await overflow(page, 320);
}
await close();
server?.close();
console.log(JSON.stringify({ pages: pages.length, looks: LOOKS.length, findings }, null, 1));
process.exit(findings.length ? 1 : 0);
