// Speaks with the page that holds this frame, in the messages of docs/embedding.md. Only `hello` goes to whoever
// that is, and it says nothing else; all the rest goes to the origin that answered it.

const STYLES = {
  "--byline-accent": ["color", "--accent"],
  "--byline-on-accent": ["color", "--on-accent"],
  "--byline-background": ["color", "--paper", "--raised"],
  "--byline-text": ["color", "--ink"],
  "--byline-font": ["font-family", "--sans"],
};
let host = null;

const box = document.getElementById("q");

const say = (type, content) => host && parent.postMessage({ byline: 1, type, ...content }, host);

const height = () => Math.ceil(document.body.getBoundingClientRect().height);

// A value that is none of its kind is left out, and Byline's own stays.
function dress(styles) {
  for (const [name, [kind, ...ours]] of Object.entries(STYLES)) {
    const value = String(styles?.[name] ?? "").trim();
    const taken = value && CSS.supports(kind, value);
    for (const each of ours) document.documentElement.style.setProperty(each, taken ? value : "");
  }
}

function welcome(origin, styles) {
  const first = host === null;
  host = origin;
  dress(styles);
  if (first) say("ready");
  const { backgroundColor: background, color } = getComputedStyle(document.documentElement);
  say("look", { background, color });
  if (!first) return;
  new ResizeObserver(() => say("size", { height: height() })).observe(document.body);
  const wrong = document.querySelector(".wrong [data-code]");
  if (wrong) {
    say("error", { code: wrong.dataset.code, title: wrong.textContent, detail: wrong.nextElementSibling.textContent });
  }
}

function ask(question) {
  if (!box || typeof question !== "string" || !question.trim()) return;
  box.value = question;
  box.form.requestSubmit();
}

addEventListener("message", ({ source, origin, data }) => {
  if (source !== parent || data?.byline !== 1 || origin === "null") return;
  if (data.type === "welcome") welcome(origin, data.style);
  if (origin !== host) return;
  if (data.type === "ask") ask(data.question);
  if (data.type === "focus") box?.focus({ preventScroll: true });
});

document.addEventListener("byline:answer", ({ detail: { question, reply } }) => {
  say("answer", { question, answered: reply.answered, confidence: reply.confidence, reply });
});
document.addEventListener("byline:error", ({ detail: { code = "unreachable", title, detail } }) => {
  say("error", { code, title, detail });
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing) say("close");
});

if (parent !== window) parent.postMessage({ byline: 1, type: "hello" }, "*");
