// Asks without leaving the page. Without this file the form is sent and the server renders the same
// markup; here it is copied from the page's <template>s and filled, always as text, never as HTML.
// The few sentences are those of web/words.py; a browser test holds the two together.

import { copy } from "./copy.js";

const NOBODY = {
  below_threshold: "Nobody here has answered that.",
  empty_corpus: "There are no answers here yet.",
  filtered_out: "Nobody has answered that within these limits.",
};
const LIMITS = {
  author: "author",
  company: "company",
  role: "role",
  tag: "tag",
  collection: "collection",
  after: "from",
  before: "until",
  phrases: "with the words",
  without: "without",
};
const LISTS = ["author", "company", "role", "tag", "collection"];

const main = document.getElementById("main");
const conversation = document.getElementById("conversation");
const status = document.getElementById("status");
const form = main.querySelector("form.ask");
const box = form.elements.q;
let pending = null;

// --- words ---------------------------------------------------------------------------------------

const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

function verdict(reply) {
  if (!reply.answered) return NOBODY[reply.reason];
  const authors = new Set(reply.excerpts.map((excerpt) => excerpt.author.name));
  const shown = count(reply.excerpts.length, "excerpt");
  return `${shown} from ${count(authors.size, "author")}, ${reply.confidence} confidence`;
}

function corrections(reply) {
  const pairs = reply.corrections.map((fix) => `${fix.to} (you wrote ${fix.from})`);
  return pairs.length ? `Searched for ${pairs.join(", ")}` : "";
}

function synonyms(excerpt) {
  const pairs = Object.entries(excerpt.why.synonyms).map(([asked, found]) => `${found} (you wrote ${asked})`);
  return pairs.length ? `Says ${pairs.join(", ")}` : "";
}

function limits(reply) {
  const parts = Object.entries(LIMITS)
    .map(([name, words]) => [words, [reply.applied_filters[name] ?? []].flat()])
    .filter(([, values]) => values.length)
    .map(([words, values]) => `${words} ${values.join(" or ")}`);
  return parts.length ? `Only ${parts.join("; ")}` : "";
}

function place(author) {
  const [role, company] = [author.role ?? "", author.company ?? ""];
  return role.endsWith(company) ? role : [role, company].filter(Boolean).join(", ");
}

// --- markup --------------------------------------------------------------------------------------

const copyOf = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
const slot = (root, name) => root.querySelector(`[data-slot="${name}"]`);

// Put text into a slot, or take the slot (or what stands around it) out when there is nothing to say.
function fill(root, name, text, around = null) {
  const element = slot(root, name);
  if (text) element.textContent = text;
  else (around ? element.closest(around) : element).remove();
}

function excerptOf(excerpt) {
  const figure = copyOf("excerpt");
  const { author } = excerpt;
  fill(figure, "author", author.name ?? "Author not named");
  fill(figure, "place", place(author));
  fill(figure, "date", excerpt.date_as_printed);
  fill(figure, "question", excerpt.question_answered, ".context");
  fill(figure, "synonyms", synonyms(excerpt));
  slot(figure, "quotation").replaceChildren(...quotation(excerpt));
  const [path, sentence] = excerpt.permalink.split("#");
  const quote = `quote=${excerpt.start}-${excerpt.end}`;
  slot(figure, "permalink").setAttribute("href", `${main.dataset.root}${path}?${quote}#${sentence}`);
  const range = `start=${excerpt.start}&end=${excerpt.end}`;
  slot(figure, "cite").setAttribute("href", `${main.dataset.root}${path}/cite?${range}`);
  figure.dataset.citation = excerpt.citation.text;
  return figure;
}

// Offsets count code points, and so does an array made from the string; its indices would not.
function quotation(excerpt) {
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

function turnOf(reply) {
  const turn = copyOf("turn");
  fill(turn, "asked", reply.question);
  fill(turn, "corrections", corrections(reply));
  fill(turn, "limits", limits(reply));
  fill(turn, "verdict", verdict(reply));
  slot(turn, "verdict").classList.toggle("nobody", !reply.answered);
  for (const reason of Object.keys(NOBODY)) {
    if (reply.reason !== reason) slot(turn, reason).remove();
  }
  list(turn, "excerpts", reply.excerpts.map(excerptOf));
  list(turn, "near_misses", reply.near_misses.map(excerptOf), ".near");
  list(turn, "related_questions", reply.related_questions.map(questionLink), "nav");
  return turn;
}

function list(turn, name, items, around = null) {
  const element = slot(turn, name);
  if (items.length) element.replaceChildren(...items);
  else (around ? element.closest(around) : element).remove();
}

function questionLink(question) {
  const item = copyOf("question");
  const link = item.querySelector("a");
  link.textContent = question;
  link.href = `${form.getAttribute("action")}?${new URLSearchParams({ q: question })}`;
  return item;
}

function troubleOf(question, problem) {
  const turn = copyOf("trouble");
  fill(turn, "asked", question);
  fill(turn, "verdict", problem.title);
  fill(turn, "detail", problem.detail);
  return turn;
}

function waiting(question) {
  const turn = document.createElement("article");
  turn.className = "turn";
  turn.setAttribute("aria-busy", "true");
  const asked = document.createElement("h2");
  asked.className = "asked";
  asked.textContent = question;
  const note = document.createElement("p");
  note.className = "note waiting";
  note.textContent = "Looking";
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
  return { question: parameters.get("q"), filters };
}

function unreachable() {
  return navigator.onLine
    ? { title: "The server does not answer", detail: "Your question is kept. Ask again in a moment." }
    : { title: "You are offline", detail: "Your question is kept. Ask again once you are connected." };
}

async function fetchReply(parameters, signal) {
  const response = await fetch(form.dataset.ask, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(bodyOf(parameters)),
    signal,
  });
  const content = await response.json();
  if (!response.ok) throw Object.assign(new Error(content.title), { problem: content });
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
  if (remember) history.pushState({ question }, "", `?${parameters}`);
  document.title = `${question} · ${document.title.split(" · ").at(-1)}`;
  turn.scrollIntoView({ block: "start" });
  status.textContent = "Looking";
  try {
    const reply = await fetchReply(parameters, signal);
    turn.replaceWith((turn = turnOf(reply)));
    if (box.value.trim() === question) box.value = "";
    status.textContent = verdict(reply);
  } catch (error) {
    if (error.name === "AbortError") return turn.remove();
    const problem = error.problem ?? unreachable();
    turn.replaceWith((turn = troubleOf(question, problem)));
    const failed = turn;
    slot(turn, "retry").addEventListener("click", () => ask(parameters, { remember: false, replace: failed }));
    status.textContent = `${problem.title}. ${problem.detail}`;
  }
  turn.dataset.question = question;
  enliven(turn);
  box.placeholder = "Ask another question";
  fit();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const parameters = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value.trim()) parameters.append(name, value.trim());
  if (parameters.has("q")) ask(parameters);
  if (matchMedia("(pointer: coarse)").matches) box.blur();
});

box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

// A link to a question is asked here; with a modifier key it stays a link.
main.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-question]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  ask(new URL(link.href).searchParams);
});

addEventListener("popstate", () => {
  const question = new URLSearchParams(location.search).get("q");
  const turn = [...conversation.children].findLast((one) => one.dataset.question === question);
  if (turn) turn.scrollIntoView({ block: "start" });
  else location.reload();
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
    button.textContent = status.textContent = "Copied";
  } catch {
    button.textContent = status.textContent = "Not copied";
  }
  setTimeout(() => (button.textContent = before), 2000);
});

for (const turn of conversation.children) {
  turn.dataset.question = slot(turn, "asked").textContent;
  slot(turn, "retry")?.addEventListener("click", () => location.reload());
}
enliven(conversation);
