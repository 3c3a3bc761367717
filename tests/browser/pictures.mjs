// Draws the picture of the site in README.md: one page on a narrow screen.
//
//   node tests/browser/pictures.mjs PAGE.html PICTURE.png
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { open } from './browser.mjs';

const [page, picture] = process.argv.slice(2);
const { context, close } = await open({ viewport: { width: 400, height: 700 }, colorScheme: 'light' });
const tab = await context.newPage();
await tab.goto(pathToFileURL(path.resolve(page)).href);
await tab.screenshot({ path: picture });
await close();
