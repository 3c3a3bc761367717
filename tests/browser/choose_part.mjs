// Opens a page with a choice of parts, without scripts, and says which tables a reader sees.
//
//   node tests/browser/choose_part.mjs PAGE.html
//
// Prints JSON: the captions seen at first, after one step with the arrow key, and after that with forced colours;
// and the words of the button that is chosen then.
import { pathToFileURL } from 'node:url';
import { open } from './browser.mjs';

const { context, close } = await open({ viewport: { width: 400, height: 700 }, javaScriptEnabled: false });
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
await close();
