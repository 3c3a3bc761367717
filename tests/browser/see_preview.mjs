// Opens the print preview and says what a reader sees, first as it is, then after the next version came.
//
//   node tests/browser/see_preview.mjs http://127.0.0.1:8000/preview/book
//
// Prints two lines of JSON: {changed: ids of marked pages, wrong: messages, seen: the page at the top third}.
import { open } from './browser.mjs';

const { context, close } = await open({ viewport: { width: 400, height: 700 }, reducedMotion: 'reduce' });
const page = await context.newPage();
const look = async () => {
  await page.waitForTimeout(300);
  const seen = await page.evaluate(() => ({
    changed: [...document.querySelectorAll('.changed')].map((figure) => figure.id),
    wrong: document.querySelectorAll('#messages li').length,
    seen: document.elementFromPoint(200, 350)?.closest('figure')?.id ?? '',
  }));
  console.log(JSON.stringify(seen));
};
await page.goto(process.argv[2], { waitUntil: 'load' });
await look();
await page.waitForFunction(() => !document.querySelector('#messages li'), null, { timeout: 20000 });
await look();
await close();
