// Opens a page with a choice of parts, without scripts, and says which tables a reader sees.
//
//   node tests/browser/choose_part.mjs PAGE.html
//
// Prints JSON: the captions seen at first, after one step with the arrow key, and after that with forced colours;
// and the words of the button that is chosen then.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';

const { chromium } = createRequire(import.meta.url)('playwright-core');
const BROWSERS = [
  process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'parts-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: BROWSERS.find((candidate) => candidate && fs.existsSync(candidate)),
  headless: true, viewport: { width: 400, height: 700 }, javaScriptEnabled: false,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
const page = await context.newPage();
await page.goto(pathToFileURL(process.argv[2]).href, { waitUntil: 'load' });
const seen = async () => {
  const found = [];
  for (const caption of await page.locator('.data-parts caption').all()) {
    if (await caption.isVisible()) found.push(await caption.innerText());
  }
  return found;
};
const first = await seen();
const buttons = page.locator('.part-filter input');
await buttons.first().focus();
await page.keyboard.press('ArrowDown');
const chosen = await seen();
await page.emulateMedia({ forcedColors: 'active' });
const forced = await seen();
const label = await page.locator('.part-filter label:has(:checked)').innerText();
console.log(JSON.stringify({ first, chosen, forced, label: label.trim(), shown: await buttons.first().isVisible() }));
await context.close();
fs.rmSync(profile, { recursive: true, force: true });
