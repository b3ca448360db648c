// Asks without leaving the page. Without this file the form is sent and the server renders the same
// markup; here it is copied from the page's <template>s and filled, always as text, never as HTML.
// The few sentences are those of web/words.py; a browser test holds the two together.

import { copy } from "./copy.js";
import { copyOf, excerptsOf, fill, more, slot } from "./quotation.js";
import { fillForms } from "./tell.js";
import { WORDS, filled, instead, numbered } from "./words.js";

const LISTS = ["author", "company", "role", "tag", "collection", "phrases", "without", "not_author"];
const MOST = 20;

const main = document.getElementById("main");
const conversation = document.getElementById("conversation");
const status = document.getElementById("status");
const form = main.querySelector("form.ask");
const box = form.elements.q;
const { mode } = document.documentElement.dataset; // of a frame in another page: inline or button
const kept = [...form.querySelectorAll("[data-kept]")].map(({ name, value }) => [name, value]);
const fixed = form.dataset.fixed?.split(" ") ?? [];
let pending = null;

// --- words ---------------------------------------------------------------------------------------

function verdict(reply) {
  if (!reply.answered) return WORDS.nobody[reply.reason];
  return filled(WORDS.verdicts[reply.confidence], {
    excerpts: numbered("excerpts", reply.excerpts.length),
    authors: authorsOf(reply),
  });
}

// Authors who are not named are not counted: nobody knows how many they are.
function authorsOf(reply) {
  const names = new Set(reply.excerpts.map((excerpt) => excerpt.author.name));
  const unnamed = names.delete(null);
  if (!names.size) return WORDS.from_nobody_named;
  return numbered(unnamed ? "from_authors_and_others" : "from_authors", names.size);
}

const corrections = (reply) =>
  filled(WORDS.searched, { words: instead(reply.corrections.map((fix) => [fix.from, fix.to])) });

// --- markup --------------------------------------------------------------------------------------

// The questions before a turn, as its address has them: the last few that were asked above it.
function trailOf(turns) {
  return [...turns].map((turn) => turn.dataset.asked).filter(Boolean).slice(-main.dataset.earlier);
}

function trailBefore(turn) {
  const turns = [...conversation.children];
  return trailOf(turns.slice(0, turns.includes(turn) ? turns.indexOf(turn) : undefined));
}

function addressOf(trail, question, alone) {
  const parameters = new URLSearchParams([...kept, ...trail.map((each) => ["previous", each])]);
  parameters.append("q", question);
  if (alone) parameters.append("alone", "1");
  return `${form.getAttribute("action")}?${parameters}`;
}

// What the turn was asked with; each chip leads to the same question without it.
function chipsOf(reply, trail) {
  const chips = reply.limits.map((limit) => ({ ...limit, kind: WORDS.limits[limit.field] }));
  const { topic, without } = reply.carried ?? {};
  if (topic) chips.unshift({ kind: WORDS.limits.topic, value: topic, without, carried: true });
  return chips.map((one) => {
    const chip = copyOf("chip");
    fill(chip, "kind", one.kind);
    fill(chip, "value", one.value);
    if (one.without && !fixed.includes(one.field)) slot(chip, "without").href = addressOf(trail, one.without, true);
    else slot(chip, "without").remove();
    chip.classList.toggle("carried", one.carried);
    if (!one.carried) slot(chip, "carried").remove();
    return chip;
  });
}

function insteadOf(fix, trail) {
  const link = copyOf("instead");
  fill(link, "written", fix.from);
  link.href = addressOf(trail, fix.instead, true);
  return link;
}

function turnOf(reply, trail, alone) {
  const turn = copyOf("turn");
  turn.dataset.asked = reply.asked;
  fill(turn, "asked", (alone && reply.words) || reply.question);
  list(turn, "chips", chipsOf(reply, trail));
  list(turn, "insteads", reply.corrections.map((fix) => insteadOf(fix, trail)), ".note");
  if (reply.corrections.length) fill(turn, "corrections", corrections(reply));
  if (!reply.carried?.again) slot(turn, "again").remove();
  fill(turn, "verdict", verdict(reply));
  slot(turn, "verdict").classList.toggle("nobody", !reply.answered);
  for (const reason of Object.keys(WORDS.nobody)) {
    if (reply.reason !== reason) slot(turn, reason).remove();
  }
  const followed = [...trail, reply.asked].slice(-main.dataset.earlier);
  list(turn, "rephrasings", reply.rephrasings.map((one) => questionLink(one, followed)), "nav");
  list(turn, "excerpts", excerptsOf(reply.excerpts));
  fillMore(turn, reply, trail);
  list(turn, "near_misses", excerptsOf(reply.near_misses), ".near");
  fillForms(turn, reply);
  list(turn, "related_questions", reply.related_questions.map((one) => questionLink(one, followed)), "nav");
  return turn;
}

function fillMore(turn, reply, trail) {
  const top = Math.min(MOST, reply.excerpts.length + reply.more.excerpts);
  slot(turn, "more").href = `${addressOf(trail, reply.asked, true)}&top=${top}`;
  fill(turn, "more", more(reply), "p");
}

function list(turn, name, items, around = null) {
  const element = slot(turn, name);
  if (items.length) element.replaceChildren(...items);
  else (around ? element.closest(around) : element).remove();
}

function questionLink(question, trail) {
  const item = copyOf("question");
  const link = item.querySelector("a");
  link.textContent = question;
  link.href = addressOf(trail, question, trail.length > 0);
  return item;
}

function troubleOf(question, problem) {
  const turn = copyOf("trouble");
  fill(turn, "asked", question);
  fill(turn, "verdict", problem.title);
  fill(turn, "detail", problem.detail);
  if (!problem.code) for (const name of ["lang", "dir"]) slot(turn, "detail").removeAttribute(name); // our own words
  return turn;
}

function waiting(question) {
  const turn = document.createElement("article");
  turn.className = "turn";
  turn.setAttribute("aria-busy", "true");
  const asked = document.createElement("h2");
  asked.className = "asked";
  asked.dir = "auto";
  asked.textContent = question;
  const note = document.createElement("p");
  note.className = "note waiting";
  note.textContent = WORDS.looking;
  turn.append(asked, note);
  return turn;
}

// What needs JavaScript is hidden until JavaScript is there.
function enliven(root) {
  for (const button of root.querySelectorAll("button[data-slot]")) button.hidden = false;
}

// --- asking --------------------------------------------------------------------------------------

// The request as its address says it: what the form holds, or what a link to a question holds.
function bodyOf(parameters) {
  const filters = {};
  for (const name of LISTS) {
    const values = parameters.getAll(name).filter(Boolean);
    if (values.length) filters[name] = values;
  }
  for (const name of ["after", "before"]) if (parameters.get(name)) filters[name] = parameters.get(name);
  const previous = parameters.has("alone") ? null : (parameters.getAll("previous").at(-1) ?? null);
  const top = Number(parameters.get("top")) || null;
  return { question: parameters.get("q"), previous, top, filters };
}

function unreachable() {
  const [title, detail] = navigator.onLine ? WORDS.unreachable : WORDS.offline;
  return { title, detail };
}

async function fetchReply(parameters, signal) {
  const response = await fetch(form.dataset.ask, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(bodyOf(parameters)),
    signal,
  });
  const content = await response.json();
  if (!response.ok) {
    const title = WORDS.problems[content.code] ?? content.title;
    throw Object.assign(new Error(title), { problem: { ...content, title } });
  }
  return content;
}

async function ask(parameters, { remember = true, replace = null } = {}) {
  const question = parameters.get("q");
  pending?.abort();
  pending = new AbortController();
  const { signal } = pending;
  for (const part of main.querySelectorAll("[data-welcome]")) part.remove();
  document.getElementById("conversation-heading").hidden = false;
  let turn = waiting(question);
  if (replace) replace.replaceWith(turn);
  else conversation.append(turn);
  if (remember) history[mode ? "replaceState" : "pushState"](null, "", `?${parameters}`);
  limitTo(parameters);
  document.title = `${question} · ${document.title.split(" · ").at(-1)}`;
  if (mode !== "inline") turn.scrollIntoView({ block: "start" });
  status.textContent = WORDS.looking;
  try {
    const reply = await fetchReply(parameters, signal);
    turn.replaceWith((turn = turnOf(reply, trailBefore(turn), parameters.has("alone"))));
    if (box.value.trim() === question) box.value = "";
    status.textContent = [slot(turn, "again")?.textContent, verdict(reply)].filter(Boolean).join(" ");
    tell("answer", { question, reply });
    if (replace) turn.focus({ preventScroll: true }); // the link that was followed is gone
  } catch (error) {
    if (error.name === "AbortError") return turn.remove();
    const problem = error.problem ?? unreachable();
    turn.replaceWith((turn = troubleOf(question, problem)));
    tell("error", problem);
    const failed = turn;
    slot(turn, "retry").addEventListener("click", () => ask(parameters, { remember: false, replace: failed }));
    status.textContent = `${problem.title}. ${problem.detail}`;
  }
  turn.dataset.address = `?${parameters}`;
  enliven(turn);
  settle();
}

// Show the limits of an address in the panel, as the server does: one that was taken away must not come back.
function limitTo(parameters) {
  for (const input of form.querySelectorAll(".fields input")) input.value = parameters.get(input.name) ?? "";
}

// Bring the form in step with the conversation: what is asked next follows the last turn.
function settle() {
  const inputs = trailOf(conversation.children).map((asked) =>
    Object.assign(document.createElement("input"), { type: "hidden", name: "previous", value: asked }),
  );
  slot(form, "trail").replaceChildren(...inputs);
  form.querySelector("[data-conversing]").hidden = !conversation.children.length;
  if (conversation.children.length) box.placeholder = WORDS.follow_up;
  fit();
  tell("settled");
}

// What others listen to on this page: keep.js, and framed.js, which tells the page around it.
const tell = (what, detail) => document.dispatchEvent(new CustomEvent(`byline:${what}`, { detail }));

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const parameters = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value.trim()) parameters.append(name, value.trim());
  if (parameters.has("q")) ask(parameters);
  if (matchMedia("(pointer: coarse)").matches) box.blur();
});

box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.defaultPrevented) return;
  event.preventDefault();
  form.requestSubmit();
});

// A link to a question is asked here; with a modifier key it stays a link.
main.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-question]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const turn = link.closest(".turn");
  while (turn?.nextElementSibling) turn.nextElementSibling.remove(); // its address does not have them
  const replace = link.hasAttribute("data-replace") ? turn : null;
  ask(new URL(link.href).searchParams, { replace });
});

// What was left out is shown in its place; the first that is new has the focus.
async function expand(link) {
  const turn = link.closest(".turn");
  const { search, searchParams } = new URL(link.href);
  const answersOf = () => [...slot(turn, "excerpts").querySelectorAll("figure")];
  const shown = new Set(answersOf().map((figure) => figure.dataset.answer));
  link.setAttribute("aria-busy", "true");
  try {
    const reply = await fetchReply(searchParams);
    list(turn, "excerpts", excerptsOf(reply.excerpts));
    slot(turn, "verdict").textContent = status.textContent = verdict(reply);
    fillMore(turn, reply, trailBefore(turn));
  } catch {
    return location.assign(link.href); // the page says what is wrong
  }
  link.removeAttribute("aria-busy");
  enliven(turn);
  if (turn === conversation.lastElementChild) {
    history.replaceState(null, "", search);
    turn.dataset.address = search;
    settle();
  }
  const first = answersOf().find((figure) => !shown.has(figure.dataset.answer)) ?? turn;
  first.tabIndex = -1;
  first.focus();
}

conversation.addEventListener("click", (event) => {
  const link = event.target.closest('[data-slot="more"]');
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if (!link.hasAttribute("aria-busy")) expand(link);
});

// Back leads to the conversation as it was then; a turn that is no longer here is asked for again.
addEventListener("popstate", () => {
  const turns = [...conversation.children];
  const at = turns.findLastIndex((one) => one.dataset.address === location.search);
  if (at < 0) return location.reload();
  for (const later of turns.slice(at + 1)) later.remove();
  limitTo(new URLSearchParams(location.search));
  settle();
  turns[at].scrollIntoView({ block: "start" });
});

// The menu of languages leads to the conversation as it is by now.
document.querySelector(".colophon")?.addEventListener("click", ({ target }) => {
  if (!target.hreflang) return;
  const parameters = new URLSearchParams(location.search);
  parameters.set("lang", target.hreflang);
  target.search = parameters;
});

// --- small comforts ------------------------------------------------------------------------------

function fit() {
  if (CSS.supports("field-sizing", "content")) return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}
box.addEventListener("input", fit);

conversation.addEventListener("click", async (event) => {
  const button = event.target.closest('[data-slot="copy"]');
  if (!button) return;
  const before = button.textContent;
  try {
    await copy(button.closest("figure").dataset.citation);
    button.textContent = status.textContent = WORDS.copied;
  } catch {
    button.textContent = status.textContent = WORDS.not_copied;
  }
  setTimeout(() => (button.textContent = before), 2000);
});

for (const turn of conversation.children) {
  slot(turn, "retry")?.addEventListener("click", () => location.reload());
}
if (conversation.lastElementChild) {
  conversation.lastElementChild.dataset.address = location.search;
  const arrived = performance.getEntriesByType("navigation")[0]?.type === "navigate" && !location.hash;
  if (arrived && conversation.children.length > 1) {
    conversation.lastElementChild.scrollIntoView({ behavior: "instant" });
  }
}
enliven(conversation);
