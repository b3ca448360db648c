// Renders quotations of a reply that was fetched, in the form that templates/_excerpt.html has for them, and opens
// whole answers in place. Everything is set as text, never as HTML. A browser test compares it with the server's.

import { WORDS, filled, instead, listed, numbered } from "./words.js";

const { root } = document.getElementById("main").dataset;
const UNITS = { years: 365.25, months: 30.44, days: 1 };
const TOLD_IN = { day: ["years", "months", "days"], month: ["years", "months"], relative: ["years", "months"] };

export const copyOf = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
export const slot = (element, name) => element.querySelector(`[data-slot="${name}"]`);

// Put text into a slot, or take the slot (or what stands around it) out when there is nothing to say.
export function fill(element, name, text, around = null) {
  const found = slot(element, name);
  if (text) found.textContent = text;
  else (around ? found.closest(around) : found).remove();
}

// --- words: those of web/quotation_words.py ------------------------------------------------------

function age(excerpt) {
  for (const [unit, length] of Object.entries(UNITS)) {
    const number = Math.floor((excerpt.age_days ?? 0) / length);
    if (number > 0 && (TOLD_IN[excerpt.date_precision] ?? ["years"]).includes(unit)) return numbered(unit, number);
  }
  return "";
}

function place(author) {
  const [role, company] = [author.role ?? "", author.company ?? ""];
  return role.endsWith(company) ? role : [role, company].filter(Boolean).join(", ");
}

const whoAndWhen = (other) =>
  [other.author.name ?? WORDS.unnamed, other.date_as_printed].filter(Boolean).join(", ");

// Whose excerpts were left out: of so many people not quoted yet, or more by those who are.
export function more({ more: left }) {
  if (left.authors) return numbered("more_people", left.authors);
  return left.excerpts ? numbered("more_excerpts", left.excerpts) : "";
}

// --- quotations ----------------------------------------------------------------------------------

// Those that answer one question are gathered under it, where the first of them stands.
export function excerptsOf(excerpts) {
  const lots = new Map();
  excerpts.forEach((excerpt, at) => {
    const key = excerpt.question_permalink ?? at;
    lots.set(key, [...(lots.get(key) ?? []), excerpt]);
  });
  return [...lots.values()].map((lot) => (lot.length > 1 ? gathered(lot) : excerptOf(lot[0])));
}

function gathered(lot) {
  const section = copyOf("together");
  fillAnswered(section, lot[0]);
  section.append(...lot.map((excerpt) => excerptOf(excerpt, true)));
  return section;
}

function fillAnswered(element, excerpt) {
  fill(element, "question", excerpt.question_answered);
  const several = excerpt.answers_to_question > 1;
  if (several) slot(element, "all_answers").setAttribute("href", root + excerpt.question_permalink);
  fill(element, "all_answers", several && numbered("all_answers", excerpt.answers_to_question));
}

function excerptOf(excerpt, together = false) {
  const figure = copyOf("excerpt");
  const { author, newer } = excerpt;
  const parts = [excerpt, ...excerpt.further].sort((one, other) => one.start - other.start);
  const ranges = parts.map(({ start, end }) => `${start}-${end}`).join(" ");
  Object.assign(figure.dataset, { citation: excerpt.citation.text, answer: excerpt.answer_id, parts: ranges });
  slot(figure, "quotation").replaceChildren(...quotation(excerpt));
  fill(figure, "author", author.name ?? WORDS.unnamed);
  fill(figure, "place", place(author), "span");
  fill(figure, "date", excerpt.date_as_printed, "span");
  fill(figure, "age", age(excerpt));
  if (newer) slot(figure, "newer_link").setAttribute("href", root + newer.permalink);
  fill(figure, "newer_by", newer && whoAndWhen(newer), ".newer");
  if (together || !excerpt.question_answered) slot(figure, "answered").remove();
  else fillAnswered(figure, excerpt);
  slot(figure, "permalink").setAttribute("href", readingLink(excerpt));
  slot(figure, "cite").setAttribute("href", citeLink(excerpt.permalink, parts[0].start, parts.at(-1).end));
  fillRepeats(figure, excerpt.repeated_in);
  fillWhy(figure, excerpt.why);
  return figure;
}

function readingLink({ permalink, start, end }) {
  const [path, sentence] = permalink.split("#");
  const further = path.includes("?") ? "&" : "?";
  return `${root}${path}${further}quote=${start}-${end}${sentence ? `#${sentence}` : ""}`;
}

const citeLink = (permalink, start, end) =>
  `${root}${permalink.split(/[?#]/)[0]}/cite?start=${start}&end=${end}`;

function fillRepeats(figure, repeats) {
  if (!repeats.length) return slot(figure, "repeats").remove();
  slot(figure, "repeats_count").textContent = numbered("repeats", repeats.length);
  const items = repeats.map((one) => {
    const item = copyOf("repeat");
    fill(item, "repeat_link", whoAndWhen(one));
    slot(item, "repeat_link").setAttribute("href", readingLink(one));
    return item;
  });
  slot(figure, "repeats_list").replaceChildren(...items);
}

function fillWhy(figure, why) {
  const met = why.terms.length + Object.keys(why.synonyms).length;
  slot(figure, "words_bar").setAttribute("value", rounded(met / Math.max(1, met + why.missing.length)));
  slot(figure, "terms").textContent = listed(why.terms) || WORDS.no_words;
  const missing = why.missing.length ? filled(WORDS.missing, { words: listed(why.missing) }) : "";
  slot(figure, "missing").textContent = missing;
  fill(figure, "fuzzy", instead(Object.entries(why.fuzzy)), "div");
  fill(figure, "synonyms", instead(Object.entries(why.synonyms)), "div");
  if (why.meaning !== null) slot(figure, "meaning_bar").setAttribute("value", decimal(why.meaning));
  fill(figure, "meaning", why.meaning !== null && closeness(why.meaning), "div");
  fill(figure, "kind", why.kind && WORDS.kinds[why.kind.asked_for][why.kind.found ? 0 : 1], "div");
}

const closeness = (meaning) => WORDS.closeness.find(([least]) => meaning >= least)[1];
const rounded = (share) => decimal(Math.round(share * 100) / 100);
const decimal = (number) => (Number.isInteger(number) ? number.toFixed(1) : String(number));

// Offsets count code points, and so does an array made from the string; its indices would not.
function quotation(excerpt) {
  const nodes = sentencesOf(excerpt);
  for (const { start, text } of excerpt.further) {
    if (start < excerpt.start) nodes.unshift(marked(text), WORDS.left_out);
    else nodes.push(WORDS.left_out, marked(text));
  }
  return nodes;
}

function sentencesOf(excerpt) {
  const points = Array.from(excerpt.text);
  const cut = (start, end) => points.slice(start, end).join("");
  const nodes = [];
  let at = 0;
  for (const sentence of excerpt.sentences) {
    const [start, end] = [sentence.start - excerpt.start, sentence.end - excerpt.start];
    nodes.push(cut(at, start), sentence.matched ? marked(cut(start, end)) : cut(start, end));
    at = end;
  }
  nodes.push(cut(at));
  return nodes.filter((node) => node !== "");
}

function marked(text) {
  const mark = document.createElement("mark");
  mark.textContent = text;
  return mark;
}

// --- the whole answer, in place ------------------------------------------------------------------

async function openWhole(link) {
  const figure = link.closest("figure");
  link.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(`${root}/api/v1/answers/${encodeURIComponent(figure.dataset.answer)}`);
    if (!response.ok) throw new Error(response.statusText);
    const answer = await response.json();
    const whole = wholeOf(answer, figure.dataset.parts.split(" "));
    slot(whole, "page_link").setAttribute("href", link.getAttribute("href"));
    slot(whole, "close").addEventListener("click", () => closeWhole(link));
    link.closest(".actions").after(whole);
    link.setAttribute("aria-expanded", "true");
    whole.focus({ preventScroll: true });
  } catch {
    location.assign(link.href); // the page says what is wrong
  }
  link.removeAttribute("aria-busy");
}

function wholeOf(answer, parts) {
  const whole = copyOf("whole");
  const points = Array.from(answer.text);
  const cut = (start, end) => points.slice(start, end).join("");
  const nodes = [];
  let at = 0;
  for (const [start, end] of parts.map((part) => part.split("-").map(Number))) {
    nodes.push(cut(at, start), marked(cut(start, end)));
    at = end;
  }
  slot(whole, "whole_text").replaceChildren(...nodes, cut(at));
  if (answer.lang) slot(whole, "whole_text").lang = answer.lang;
  if (!answer.truncated) slot(whole, "broken_off").remove();
  return whole;
}

function closeWhole(link) {
  slot(link.closest("figure"), "whole").remove();
  link.setAttribute("aria-expanded", "false");
  link.focus();
}

document.getElementById("conversation").addEventListener("click", (event) => {
  const link = event.target.closest('[data-slot="permalink"]');
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if (link.getAttribute("aria-expanded") === "true") closeWhole(link);
  else if (!link.hasAttribute("aria-busy")) openWhole(link);
});
