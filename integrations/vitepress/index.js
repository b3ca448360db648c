// Byline in pages made with VitePress: ::: byline in Markdown, <byline-chat> in components, a button in the corner.
// docs/embedding.md of Byline describes the attributes.

const TAG = "byline-chat";
const NAMES = ["collection", "company", "theme", "lang", "placeholder", "mode", "q"];
const DEFAULTS = NAMES.slice(0, 5);
const OPTIONS = ["url", "button", "link", ...DEFAULTS];
const LINE = /^:::[ \t]*byline(?:[ \t]+(.*))?$/;
const END = /^:::[ \t]*$/;
const ATTRIBUTE = /\s*([\w-]+)=(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))(?=\s|$)/y;

export default function byline(options) {
  const { url: given, button = false, link = "Ask the experts", ...defaults } = options ?? {};
  for (const name of Object.keys(options ?? {})) known(name, OPTIONS, "options");
  const url = address(given);
  const set = Object.fromEntries(DEFAULTS.filter((name) => defaults[name]).map((name) => [name, defaults[name]]));
  const script = { async: "", src: `${url}/embed.js` };
  return {
    // Pages are changed in place, so each brings the script along: the next one may have the widget.
    head: [["script", button ? { ...script, ...data({ ...set, mode: "button" }) } : script]],
    markdown: { config: (markdown) => teach(markdown, url, link, set) },
    vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === TAG } } },
  };
}

function address(given) {
  let parts = null;
  try {
    parts = new URL(given);
  } catch {
    // told below
  }
  if (!parts || !/^https?:$/.test(parts.protocol) || parts.search || parts.hash) {
    throw new TypeError(`byline: url is ${JSON.stringify(given)}: set it to where Byline is, such as https://ask.example.org`);
  }
  return given.replace(/\/+$/, "");
}

function known(name, names, what) {
  if (!names.includes(name)) throw new TypeError(`byline: ${name} is not among the ${what}; they are ${names.join(", ")}`);
}

const data = (set) => Object.fromEntries(Object.entries(set).map(([name, value]) => [`data-${name}`, value]));

// Reads attributes as they are written in HTML.
function attributes(text) {
  const found = {};
  let at = 0;
  while (at < text.length) {
    ATTRIBUTE.lastIndex = at;
    const match = ATTRIBUTE.exec(text);
    if (!match) throw new TypeError(`byline: ${text.slice(at).trim()}: write attributes as name="value", with a space between`);
    known(match[1], NAMES, "attributes");
    found[match[1]] = match[2] ?? match[3] ?? match[4];
    at = ATTRIBUTE.lastIndex;
  }
  return found;
}

// Teaches markdown-it the line. A block rule sees what is no code, and what it makes is HTML that Vue compiles.
function teach(markdown, url, link, set) {
  const escape = (text) => markdown.utils.escapeHtml(text);
  const rule = (state, start, last, silent) => {
    const text = (line) => state.src.slice(state.bMarks[line] + state.tShift[line], state.eMarks[line]).trimEnd();
    const match = state.sCount[start] - state.blkIndent < 4 && LINE.exec(text(start));
    if (!match) return false;
    if (silent) return true;
    const given = { src: url, ...set, ...attributes((match[1] ?? "").trim()) };
    const written = Object.entries(given).map(([name, value]) => ` ${name}="${escape(value)}"`);
    const token = state.push("html_block", "", 0);
    // v-pre: what is written here is text, and nothing that Vue works out
    token.content = `<${TAG} v-pre${written.join("")}><a href="${escape(url)}/">${escape(link)}</a></${TAG}>\n`;
    state.line = start + 1 < last && END.test(text(start + 1)) ? start + 2 : start + 1;
    token.map = [start, state.line];
    return true;
  };
  markdown.block.ruler.before("fence", "byline", rule, { alt: ["paragraph", "reference", "blockquote", "list"] });
}
