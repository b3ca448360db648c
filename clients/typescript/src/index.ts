/**
 * A client of Byline's JSON endpoint: the experts' own words, typed.
 *
 * The types are those of the OpenAPI document (`schema.ts`, generated). It needs `fetch`, which browsers, Node 18 and
 * every newer runtime have, and nothing else.
 */

import type { components } from "./schema.js";

type Schemas = components["schemas"];

export type Answer = Schemas["Answer"];
export type AuthorSummary = Schemas["AuthorSummary"];
export type Citation = Schemas["Citation"];
export type CollectionSummary = Schemas["CollectionSummary"];
export type Excerpt = Schemas["Excerpt"];
export type FeedbackReason = Schemas["FeedbackReason"];
export type Filters = Schemas["FilterFields"];
export type KeptFeedback = Schemas["KeptFeedback"];
export type LeftQuestion = Schemas["LeftQuestion"];
export type Problem = Schemas["Problem"];
export type Reply = Schemas["Reply"];
export type Verification = Schemas["Verification"];

/** How an ask is made, besides its question. */
export interface AskOptions {
  filters?: Filters;
  /** How many excerpts at most, 1 to 20. */
  top?: number;
  /** `asked` of the reply before; then a follow-up is read over it. */
  previous?: string;
  debug?: boolean;
  signal?: AbortSignal;
}

/** How a client behaves. */
export interface ClientOptions {
  /** How long to wait for a response, in milliseconds; 10,000 unless said otherwise. */
  timeoutMs?: number;
  /** How often a call that keeps nothing is tried again at most; 2 unless said otherwise. */
  retries?: number;
  /** Sent with every request, such as those that a proxy asks for. */
  headers?: Record<string, string>;
  /** What is used in place of the global `fetch`. */
  fetch?: typeof fetch;
}

/** The server told of a problem, which is here with all its fields. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";

  constructor(readonly problem: Problem) {
    super(`${problem.title} (${problem.status}, ${problem.code}): ${problem.detail}`);
  }
}

/** The server is not reached, or what answers there is no Byline server. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

interface Call {
  path: string;
  query?: Record<string, string | number | readonly string[] | undefined>;
  body?: object;
  /** Whether the call keeps nothing on the server, so that it may be sent twice. */
  safe: boolean;
  signal?: AbortSignal | undefined;
}

const BUSY = 429;
const AGAIN = new Set([BUSY, 502, 503, 504]);
const LONGEST_WAIT_MS = 10_000;

/** Asks the Byline server at an address, such as `http://127.0.0.1:8000`. */
export class Client {
  private readonly root: string;
  private readonly timeoutMs: number;
  private readonly retries: number;
  private readonly headers: Record<string, string>;
  private readonly fetch: typeof fetch;

  constructor(baseUrl: string, options: ClientOptions = {}) {
    this.root = baseUrl.replace(/\/+$/, "");
    this.timeoutMs = options.timeoutMs ?? 10_000;
    this.retries = options.retries ?? 2;
    this.headers = options.headers ?? {};
    this.fetch = options.fetch ?? ((...request) => globalThis.fetch(...request));
  }

  /** Ask in plain language. Not answered is a reply, with `answered: false`, and no error. */
  ask(question: string, { signal, ...options }: AskOptions = {}): Promise<Reply> {
    const body: Schemas["AskBody"] = { question, ...options };
    return this.call({ path: "/api/v1/ask", body, safe: true, signal });
  }

  /** Return questions that have answers and go on as `typed` begins, best first. */
  async suggest(typed: string, limit = 6): Promise<string[]> {
    const query = { q: typed, limit };
    return (await this.call<Schemas["Suggestions"]>({ path: "/api/v1/suggest", query, safe: true })).questions;
  }

  /** Return an answer in full. */
  answer(id: string): Promise<Answer> {
    return this.call({ path: `/api/v1/answers/${encodeURIComponent(id)}`, safe: true });
  }

  /** Return the citation of the sentences from `start` to `end`; without them of the whole answer. */
  cite(id: string, start?: number, end?: number): Promise<Citation> {
    return this.call({ path: `/api/v1/answers/${encodeURIComponent(id)}/cite`, query: { start, end }, safe: true });
  }

  /** Check a quotation: who wrote it, word for word, or how it was altered. */
  verify(text: string): Promise<Verification> {
    const body: Schemas["VerifyBody"] = { text };
    return this.call({ path: "/api/v1/verify", body, safe: true });
  }

  /** Return the authors by name. */
  async authors(collection: readonly string[] = []): Promise<AuthorSummary[]> {
    const query = { collection };
    return (await this.call<Schemas["Authors"]>({ path: "/api/v1/authors", query, safe: true })).authors;
  }

  /** Return the collections by name. */
  async collections(): Promise<CollectionSummary[]> {
    return (await this.call<Schemas["Collections"]>({ path: "/api/v1/collections", safe: true })).collections;
  }

  /** Leave a question for the experts. */
  leaveQuestion(question: string, contact?: string): Promise<LeftQuestion> {
    const body: Schemas["LeaveBody"] = { question, contact: contact ?? null };
    return this.call({ path: "/api/v1/open-questions", body, safe: false });
  }

  /** Say whether a reply helped, and if not, why. */
  giveFeedback(
    reply: Reply,
    helped: boolean,
    { reasons = [], words }: { reasons?: FeedbackReason[]; words?: string } = {},
  ): Promise<KeptFeedback> {
    const body: Schemas["FeedbackBody"] = {
      reply_id: reply.id,
      question: reply.limits.length || reply.carried ? reply.asked : reply.question,
      helped,
      reasons,
      words: words ?? null,
      excerpts: reply.excerpts.map(({ answer_id, revision, start, end }) => ({ answer_id, revision, start, end })),
      index_revision: reply.index_revision,
    };
    return this.call({ path: "/api/v1/feedback", body, safe: false });
  }

  private async call<Given>(call: Call): Promise<Given> {
    for (let attempt = 0; ; attempt += 1) {
      const last = attempt >= this.retries;
      let response: Response;
      try {
        response = await this.send(call);
      } catch (error) {
        if (call.signal?.aborted) throw error;
        if (last || !call.safe) throw unreachable(this.root + call.path, String(error));
        await pause(100 * 2 ** attempt, call.signal);
        continue;
      }
      const wait = last ? undefined : waitMs(call, attempt, response);
      if (wait === undefined) return await result<Given>(response, this.root + call.path);
      await response.body?.cancel();
      await pause(wait, call.signal);
    }
  }

  private send({ path, query = {}, body, signal }: Call): Promise<Response> {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      for (const each of Array.isArray(value) ? value : [value]) {
        if (each !== undefined) parameters.append(name, String(each));
      }
    }
    const limit = AbortSignal.timeout(this.timeoutMs);
    return this.fetch(`${this.root}${path}${parameters.size ? `?${parameters}` : ""}`, {
      method: body ? "POST" : "GET",
      headers: { ...this.headers, Accept: "application/json", ...(body && { "Content-Type": "application/json" }) },
      body: body ? JSON.stringify(body) : null,
      signal: signal ? either(signal, limit) : limit,
    });
  }
}

/**
 * Return the part of a text between two offsets of Byline's, which count code points.
 *
 * JavaScript's strings count UTF-16 units, so `text.slice(start, end)` is wrong after an emoji.
 */
export function slice(text: string, start: number, end: number): string {
  return Array.from(text).slice(start, end).join("");
}

function waitMs(call: Call, attempt: number, response: Response): number | undefined {
  if (!(call.safe ? AGAIN.has(response.status) : response.status === BUSY)) return undefined;
  const wanted = response.headers.get("Retry-After") ?? "";
  const wait = /^\d+$/.test(wanted) ? 1000 * Number(wanted) : 100 * 2 ** attempt;
  return wait <= LONGEST_WAIT_MS ? wait : undefined;
}

async function result<Given>(response: Response, url: string): Promise<Given> {
  let found: unknown;
  try {
    found = await response.json();
  } catch (error) {
    throw unreachable(url, `the response (status ${response.status}) is not one of Byline's: ${String(error)}`);
  }
  if (response.ok) return found as Given;
  if (isProblem(found)) throw new ProblemError(found);
  throw unreachable(url, `the response (status ${response.status}) is not one of Byline's`);
}

function isProblem(found: unknown): found is Problem {
  return typeof found === "object" && found !== null && "code" in found && "detail" in found && "title" in found;
}

function unreachable(url: string, why: string): UnreachableError {
  return new UnreachableError(`${url}: ${why}. Check the address, and that Byline runs there.`);
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
}

/** `AbortSignal.any`, which Node has from version 20 on. */
function either(...signals: AbortSignal[]): AbortSignal {
  const both = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) both.abort(signal.reason);
    signal.addEventListener("abort", () => both.abort(signal.reason), { once: true });
  }
  return both.signal;
}
