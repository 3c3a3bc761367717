// Brings new pages into the open preview without a blink, and goes to the place of the edit.
"use strict";

const parse = (text) => new DOMParser().parseFromString(text, "text/html");
let follow = true;

function addSwitch() {
  const links = document.querySelector(".links");
  if (!document.getElementById("pages")) return;
  const label = document.createElement("label");
  label.className = "follow";
  const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: true });
  box.addEventListener("change", () => { follow = box.checked; });
  label.append(box, "Follow edits");
  links.append(label);
}

// What browsers read aloud is only touched where it differs.
function take(id, fresh) {
  const old = document.getElementById(id);
  const next = fresh.getElementById(id);
  if (old && next && old.innerHTML !== next.innerHTML) old.innerHTML = next.innerHTML;
}

function takePages(fresh) {
  const old = document.getElementById("pages");
  const next = fresh.getElementById("pages");
  if (!old || !next) {
    take("main", fresh);
    return;
  }
  if (old.dataset.mark === next.dataset.mark) return;
  for (const figure of [...next.children]) {
    const shown = document.getElementById(figure.id);
    if (!shown) {
      old.append(figure);
      continue;
    }
    shown.className = figure.className;
    shown.querySelector("figcaption").innerHTML = figure.querySelector("figcaption").innerHTML;
    shown.querySelector(".spot")?.remove();
    const spot = figure.querySelector(".spot");
    if (spot) shown.querySelector(".sheet").append(spot);
    const picture = shown.querySelector("img");
    for (const name of ["width", "height", "src"]) picture.setAttribute(name, figure.querySelector("img").getAttribute(name));
  }
  for (const figure of [...old.children]) if (!next.querySelector(`#${figure.id}`)) figure.remove();
  Object.assign(old.dataset, next.dataset);
  if (follow) go();
}

function go() {
  const place = document.getElementById(`page-${document.getElementById("pages")?.dataset.place}`);
  if (!place) return;
  const rect = place.querySelector(".spot rect");
  const box = (rect ?? place).getBoundingClientRect();
  const top = document.querySelector("header").offsetHeight;
  if (rect && box.top > top && box.bottom < innerHeight) return;
  scrollTo({ top: scrollY + box.top - (rect ? innerHeight / 2 : top + 12) });
}

async function update() {
  const answer = await fetch(location.pathname, { cache: "no-store" });
  const fresh = parse(await answer.text());
  for (const id of ["state", "messages", "changes"]) take(id, fresh);
  takePages(fresh);
  document.body.dataset.version = fresh.body.dataset.version;
}

let waiting = Promise.resolve();
addSwitch();
if (!location.hash) go();
new EventSource("/preview/_/events").addEventListener("message", (event) => {
  waiting = waiting.then(() => (event.data === document.body.dataset.version ? null : update())).catch(() => {});
});
