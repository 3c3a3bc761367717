// Draws the picture of the site in README.md: one page on a narrow screen.
//
//   node tests/browser/pictures.mjs PAGE.html PICTURE.png
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const BROWSERS = [
  process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const [page, picture] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: BROWSERS.find((name) => name && fs.existsSync(name)),
  args: ['--no-sandbox'],
});
const tab = await browser.newPage({ viewport: { width: 400, height: 700 }, colorScheme: 'light' });
await tab.goto(pathToFileURL(path.resolve(page)).href);
await tab.screenshot({ path: picture });
await browser.close();
