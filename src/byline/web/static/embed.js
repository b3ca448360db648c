// Makes <byline-chat> in a page of somebody else's: Byline's frame in its place, or behind a button in the corner.
// web/embedding.py puts WORDS before it, by language, and a function around both, so nothing of it is global.
// docs/embedding.md has the attributes, events, methods, parts, and the messages that the frame and this exchange.

const NAME = "byline-chat";
const ATTRIBUTES = ["collection", "company", "theme", "lang", "placeholder", "mode", "q"];
const OTHERS = /^(src|id|class|style|slot|part|title|hidden|dir|role|tabindex|data-.*|aria-.*|on.*)$/;
const STYLES = ["accent", "on-accent", "background", "text", "font"].map((name) => `--byline-${name}`);
const PATIENCE_MS = 10_000; // until a frame that says nothing at all has failed
const AFTER_LOAD_MS = 3_000; // the same, once something was loaded into it

const script = document.currentScript;
const HOME = script?.src ? new URL(".", script.src).href : null;

const CSS_TEXT = `
:host { display: block; min-width: 0; }
:host([mode="button"]) { display: contents !important; }
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; }
.box { position: relative; display: grid; min-height: var(--byline-height, 26rem); }
iframe { display: block; width: 100%; height: 100%; min-height: inherit; max-height: var(--byline-max-height, none);
  border: 0; border-radius: var(--byline-radius, 0.75rem); color-scheme: normal; opacity: 0; }
iframe.there { opacity: 1; }
p { margin: 0; padding: 1rem 0; font: 0.95rem/1.5 var(--byline-font, system-ui, sans-serif); overflow-wrap: anywhere; }
.button, .close { border: 0; cursor: pointer; font: 600 1rem/1.2 var(--byline-font, system-ui, sans-serif);
  color: var(--byline-on-accent, #fffaf5); background: var(--byline-accent, #7c2d23); }
.button { position: fixed; z-index: var(--byline-z-index, 10); inset-block-end: var(--byline-offset, 1rem);
  inset-inline-end: var(--byline-offset, 1rem); min-height: 3rem; padding: 0.75rem 1.25rem;
  border-radius: var(--byline-radius, 0.75rem); box-shadow: 0 4px 16px rgb(0 0 0 / 25%); }
dialog { position: fixed; inset: auto; inset-block-end: var(--byline-offset, 1rem); inset-inline-end: var(--byline-offset, 1rem);
  width: var(--byline-dialog-width, 26rem); height: var(--byline-dialog-height, 40rem);
  max-width: calc(100vw - 2 * var(--byline-offset, 1rem)); max-height: calc(100dvh - 2 * var(--byline-offset, 1rem));
  margin: 0; padding: 0; border: 0; border-radius: var(--byline-radius, 0.75rem); overflow: hidden;
  background: var(--byline-background, Canvas); color: var(--byline-text, CanvasText);
  box-shadow: 0 8px 40px rgb(0 0 0 / 35%); }
dialog[open] { display: flex; flex-direction: column; }
dialog::backdrop { background: rgb(0 0 0 / 25%); }
dialog .box { flex: 1; min-height: 0; }
dialog p { padding: 1rem; }
.close { flex: none; align-self: flex-end; min-height: 2.75rem; padding: 0.5rem 1rem; color: inherit; background: none; }
:focus-visible { outline: 3px solid var(--byline-accent, #7c2d23); outline-offset: 2px; }
dialog :focus-visible { outline-offset: -3px; }
@media print { .button { display: none; } }
@media (forced-colors: active) { .button, dialog { border: 1px solid; } }
`;

const filled = (message, values) => message.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

// The first language of the reader's that there are words in.
function wordsIn(lang) {
  const wanted = [lang, ...(navigator.languages ?? [])].map((tag) => tag?.split("-")[0].toLowerCase());
  return WORDS[wanted.find((tag) => WORDS[tag])] ?? Object.values(WORDS)[0];
}

function made(tag, part, content) {
  const element = document.createElement(tag);
  element.className = part;
  element.setAttribute("part", part);
  if (content) element.textContent = content;
  return element;
}

class BylineChat extends HTMLElement {
  static observedAttributes = [...ATTRIBUTES, "src"];

  #root = this.attachShadow({ mode: "open" });
  #built = false;
  #attempt = null; // takes back the listeners and timers of the frame that is loading, or there
  #building = false;
  #waiting = []; // messages for a frame that is not there yet
  #ready = false;
  #begun = false; // whether somebody has begun to ask: until then nothing of the page may move
  #frame = null;
  #box = null;
  #dialog = null;
  #home = null;
  #words = null;

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS_TEXT);
    this.#root.adoptedStyleSheets = [sheet];
  }

  connectedCallback() {
    this.#build();
  }

  disconnectedCallback() {
    this.#clear();
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.#built || this.#building) return; // before it is built there is nothing to build anew
    this.#building = true; // several attributes that change at once build it once
    queueMicrotask(() => {
      this.#building = false;
      if (this.isConnected) this.#build();
    });
  }

  open() {
    if (this.#dialog && !this.#dialog.open) this.#dialog.showModal();
    this.#load();
    this.#frame?.focus();
    this.#send("focus");
  }

  close() {
    if (this.#dialog?.open) this.#dialog.close(); // which gives the focus back
  }

  ask(question) {
    this.open();
    this.#send("ask", { question: String(question) });
  }

  #clear() {
    this.#attempt?.abort();
    this.#built = false;
    this.#root.replaceChildren();
    this.#frame = this.#dialog = null;
    this.#ready = this.#begun = false;
    this.#waiting = [];
  }

  #build() {
    this.#clear();
    this.#built = true;
    this.#words = wordsIn(this.getAttribute("lang"));
    this.#home = this.#address();
    this.#box = made("div", "box");
    if (this.getAttribute("mode") !== "button") {
      this.#root.append(this.#box);
      return this.#load();
    }
    const button = made("button", "button", this.#words.ask);
    const close = made("button", "close", this.#words.close);
    for (const each of [button, close]) each.type = "button";
    button.setAttribute("aria-haspopup", "dialog");
    this.#dialog = made("dialog", "dialog");
    this.#dialog.setAttribute("aria-label", this.#words.title);
    this.#dialog.append(close, this.#box);
    button.addEventListener("click", () => this.open());
    close.addEventListener("click", () => this.close());
    this.#root.append(button, this.#dialog);
    if (this.getAttribute("q")) this.open();
  }

  #address() {
    try {
      const src = this.getAttribute("src") ?? HOME;
      const url = new URL(src.endsWith("/") ? src : `${src}/`, document.baseURI);
      return /^https?:$/.test(url.protocol) ? url : null;
    } catch {
      return null;
    }
  }

  // What is not ours goes along too, so that Byline can say which attribute is mistyped.
  #frameAddress() {
    const url = new URL("embed", this.#home);
    for (const { name, value } of this.attributes) {
      const ours = ATTRIBUTES.includes(name);
      if (name !== "q" && value && (ours || !OTHERS.test(name))) url.searchParams.append(name, value);
    }
    return url.href;
  }

  #load() {
    if (this.#frame) return;
    this.#attempt = new AbortController(); // one that failed before is tried again
    const { signal } = this.#attempt;
    if (!this.#home) return this.#fail("no_source", this.#words.no_source, { name: `<${NAME}>` });
    if (location.protocol === "https:" && this.#home.protocol === "http:" && !/^(localhost|127\..*|\[::1\])$/.test(this.#home.hostname)) {
      return this.#fail("mixed_content", this.#words.mixed_content, { source: this.#home.origin });
    }
    const frame = (this.#frame = made("iframe", "frame"));
    frame.title = this.#words.title;
    frame.allow = "clipboard-write";
    frame.referrerPolicy = "no-referrer";
    addEventListener("message", (event) => this.#hear(event), { signal });
    document.addEventListener("securitypolicyviolation", (event) => this.#forbidden(event), { signal });
    const late = (after) => {
      const timer = setTimeout(() => this.#missing(), after);
      signal.addEventListener("abort", () => clearTimeout(timer));
    };
    frame.addEventListener("load", () => late(AFTER_LOAD_MS), { once: true, signal });
    late(PATIENCE_MS);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#ready && this.#dress(), { signal });
    frame.src = this.#frameAddress();
    this.#box.replaceChildren(frame);
    const q = this.getAttribute("q");
    if (q) this.#send("ask", { question: q });
  }

  #post(type, content) {
    this.#frame.contentWindow?.postMessage({ byline: 1, type, ...content }, this.#home.origin);
  }

  #send(type, content) {
    this.#begun ||= type === "ask";
    if (this.#ready) this.#post(type, content);
    else this.#waiting.push([type, content]);
  }

  // A frame is handed what the page's style sheet says of it.
  #dress() {
    const look = getComputedStyle(this);
    this.#post("welcome", { style: Object.fromEntries(STYLES.map((name) => [name, look.getPropertyValue(name).trim()])) });
  }

  #hear({ source, origin, data }) {
    if (source !== this.#frame?.contentWindow || origin !== this.#home.origin || data?.byline !== 1) return;
    const { byline, type, ...content } = data;
    if (type === "hello") this.#dress();
    else if (type === "ready") this.#begin();
    else if (type === "size") this.#fit(Number(content.height) || 0);
    else if (type === "look" && this.#dialog) {
      Object.assign(this.#dialog.style, { background: String(content.background), color: String(content.color) });
    } else if (type === "close") this.close();
    else if (type === "answer" || type === "error") this.#tell(type, content);
  }

  #fit(height) {
    this.#begun ||= document.activeElement === this;
    if (this.#begun && !this.#dialog) this.#frame.style.height = `${height}px`;
  }

  #begin() {
    this.#ready = true;
    this.#frame.classList.add("there");
    for (const each of this.#waiting.splice(0)) this.#post(...each);
    this.#tell("ready", {});
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(`byline-${type}`, { detail, bubbles: true, composed: true }));
  }

  // --- when it does not come ----------------------------------------------------------------------

  #forbidden({ blockedURI, effectiveDirective, originalPolicy }) {
    if (this.#ready || !/^(frame|child|default)-src/.test(effectiveDirective)) return;
    if (!blockedURI.startsWith(this.#home.origin)) return;
    const directive = ["frame-src", "child-src", "default-src"].find((name) => originalPolicy.includes(name));
    this.#fail("policy_forbids", this.#words.policy_forbids, { source: this.#home.origin, directive });
  }

  // Nothing came. What Byline says of this origin comes as a script, which this page lets in as it did this one.
  async #missing() {
    const frame = this.#frame;
    if (this.#ready || !frame) return;
    const check = new URL("embed/check.js", this.#home);
    check.searchParams.set("origin", location.origin);
    let verdict = null;
    try {
      ({ default: verdict } = await import(check.href));
    } catch {
      // it is down, or there is no way to it
    }
    if (this.#ready || frame !== this.#frame) return;
    this.#fail(verdict?.code ?? "unreachable", verdict ?? this.#words.unreachable, {});
  }

  // One quiet line in the place of the frame, which stays as high as it was.
  #fail(code, { title, detail }, values) {
    this.#attempt.abort();
    this.#frame?.remove();
    this.#frame = null;
    this.#waiting = [];
    const told = filled(detail, values);
    const text = Object.assign(document.createElement("span"), { textContent: `${title}. ${told}` });
    if (code !== "unreachable") text.lang = "en"; // as all that is said to those who run a site
    const note = made("p", "note");
    note.append(text, " ");
    note.setAttribute("role", "status");
    const own = this.querySelector("a[href]");
    if (own) note.append(document.createElement("slot"));
    else if (this.#home) note.append(Object.assign(document.createElement("a"), { href: this.#home.href, textContent: this.#words.own_page }));
    this.#box.replaceChildren(note);
    this.#tell("error", { code, title, detail: told });
  }
}

if (!customElements.get(NAME)) customElements.define(NAME, BylineChat);

// A script with something set on it makes the element, too: where it stands, or at the end of the page.
function place() {
  const element = document.createElement(NAME);
  for (const [name, value] of Object.entries(script.dataset)) {
    element.setAttribute(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), value);
  }
  element.setAttribute("src", HOME);
  if (script.parentElement && document.body?.contains(script)) script.after(element);
  else document.body.append(element);
}

const ours = (name) => ATTRIBUTES.some((each) => each.slice(0, 2) === name.slice(0, 2));
if (script && Object.keys(script.dataset).some(ours)) {
  if (document.body) place();
  else document.addEventListener("DOMContentLoaded", place);
}
