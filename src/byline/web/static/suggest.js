// Completes what is being typed with questions that were answered. Without this file one types it all.
//
// A textarea can not have the role of a combobox, since questions may run over several lines; what its own
// role allows says the same: aria-autocomplete, aria-controls and aria-activedescendant. The list is never
// chosen from by itself: Enter asks what stands in the box until an arrow has gone into the list.

import { numbered } from "./words.js";

const box = document.getElementById("q");
const list = document.getElementById("suggestions");
const status = document.getElementById("status");
const LEAST = 2;
const SHOWN = 6;
const MOST = 120; // a longer text is no beginning of a question that others asked
const QUIET_MS = 600;

const known = new Map();
const seen = new Set([...document.querySelectorAll("a[data-question]")].map((link) => link.textContent));
let active = -1;
let pending = null;
let telling = 0;

box.setAttribute("aria-autocomplete", "list");
box.setAttribute("aria-controls", list.id);
box.setAttribute("aria-haspopup", "listbox");

const options = () => [...list.children];

function close() {
  pending?.abort();
  clearTimeout(telling);
  list.hidden = true;
  list.replaceChildren();
  point(-1);
}

// Move the active option; focus stays in the box.
function point(at) {
  active = at;
  options().forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
  if (at < 0) return box.removeAttribute("aria-activedescendant");
  box.setAttribute("aria-activedescendant", list.children[at].id);
  list.children[at].scrollIntoView({ block: "nearest" });
}

function open(questions) {
  clearTimeout(telling);
  if (questions.length) telling = setTimeout(() => tell(questions.length), QUIET_MS);
  const shown = options().map((option) => option.textContent);
  if (!list.hidden && shown.join("\n") === questions.join("\n")) return;
  const template = document.getElementById("suggestion").content.firstElementChild;
  list.replaceChildren(
    ...questions.map((question, index) => {
      const option = template.cloneNode(true);
      option.id = `suggestion-${index}`;
      option.textContent = question;
      return option;
    }),
  );
  list.hidden = !questions.length;
  point(-1);
}

// Said once typing rests, or it would talk over every letter.
function tell(count) {
  status.textContent = numbered("suggestions", count);
}

// What was suggested before and still fits is there at once, and no wait for the server is seen.
function fromMemory(typed) {
  const begun = typed.toLowerCase().trim();
  const parts = begun.split(/\s+/);
  const fits = (question) => {
    const words = question.toLowerCase().split(/[^\p{L}\p{N}]+/u);
    return parts.every((part) => words.some((word) => word.startsWith(part)));
  };
  const later = (question) => Number(!question.toLowerCase().startsWith(begun));
  return [...seen].filter(fits).sort((a, b) => later(a) - later(b)).slice(0, SHOWN);
}

async function suggest() {
  pending?.abort();
  const typed = box.value.trimStart();
  if (typed.trim().length < LEAST || typed.length > MOST) return close();
  if (known.has(typed)) return open(known.get(typed));
  const remembered = fromMemory(typed);
  if (remembered.length) open(remembered);
  pending = new AbortController();
  const { signal } = pending;
  try {
    const address = new URL(box.dataset.suggest, location.href); // which may hold limits already
    address.searchParams.append("q", typed);
    address.searchParams.append("limit", SHOWN);
    const response = await fetch(address, { signal });
    if (!response.ok) return close();
    const { questions } = await response.json();
    known.set(typed, questions);
    for (const question of questions) seen.add(question);
    // A list that someone is choosing from stays as it is.
    if (!signal.aborted && active < 0 && document.activeElement === box) open(questions);
  } catch (error) {
    if (error.name !== "AbortError") close(); // offline: asking itself will say so
  }
}

function choose(option) {
  box.value = option.textContent;
  close();
  box.form.requestSubmit();
}

// While Japanese or Chinese is being composed, the letters are not yet what is meant.
box.addEventListener("input", (event) => (event.isComposing ? close() : suggest()));
box.addEventListener("compositionend", suggest);

box.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (list.hidden) {
    if (event.key === "ArrowDown" && !box.value.includes("\n") && box.value.trim()) suggest();
    return;
  }
  const count = list.children.length;
  if (event.key === "ArrowDown") point(active + 1 < count ? active + 1 : -1);
  else if (event.key === "ArrowUp") point(active < 0 ? count - 1 : active - 1);
  else if (event.key === "Enter" && !event.shiftKey && active >= 0) choose(list.children[active]);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
});

list.addEventListener("pointerdown", (event) => event.preventDefault()); // focus stays in the box
list.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (option) choose(option);
});
box.addEventListener("blur", close);
box.form.addEventListener("submit", close);
