// Keeps conversations on this device, for those who say so. What is kept is the address and a title, in this
// browser alone; the server is told nothing. Where the browser keeps nothing, nothing of this is shown.

const KEY = "byline.kept";
const MOST = 50;
const conversation = document.getElementById("conversation");
const button = document.querySelector('[data-slot="keep"]');
const section = document.querySelector('[data-slot="kept"]');
let mine = null; // the kept conversation that this page goes on with

function read() {
  const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
  return Array.isArray(kept) ? kept.filter((one) => typeof one?.address === "string") : [];
}

const write = (kept) => localStorage.setItem(KEY, JSON.stringify(kept.slice(0, MOST)));

const titleOf = () => conversation.querySelector('[data-slot="asked"]')?.textContent ?? "";

function keep() {
  mine ??= { id: crypto.getRandomValues(new Uint32Array(2)).join("-"), title: titleOf() };
  mine.address = location.search;
  write([mine, ...read().filter((one) => one.id !== mine.id)]);
  show();
}

function forget(id) {
  write(read().filter((one) => one.id !== id));
  if (mine?.id === id) mine = null;
  show();
}

function show() {
  button.setAttribute("aria-pressed", String(mine !== null));
  const kept = read();
  const items = kept.map((one) => {
    const item = document.getElementById("kept").content.firstElementChild.cloneNode(true);
    const link = item.querySelector('[data-slot="title"]');
    link.textContent = one.title;
    link.href = one.address.startsWith("?") ? one.address : "?";
    item.querySelector('[data-slot="forget"]').addEventListener("click", () => forget(one.id));
    return item;
  });
  section.querySelector("ul").replaceChildren(...items);
  section.hidden = !items.length;
}

try {
  mine = (conversation.children.length && read().find((one) => one.address === location.search)) || null;
  show();
  button.addEventListener("click", () => (mine ? forget(mine.id) : keep()));
  document.addEventListener("byline:settled", () => mine && keep());
} catch {
  button.hidden = true;
}
