// Tries the built client against a real server: node against-a-server.mjs DIST ADDRESS
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

const [dist, address] = process.argv.slice(2);
const { Client, ProblemError, UnreachableError, slice } = await import(pathToFileURL(`${dist}/index.js`));
const byline = new Client(address);
const QUESTION = "How do you keep a roadmap honest?";

const reply = await byline.ask(QUESTION, { top: 2 });
assert.equal(reply.answered, true);
for (const excerpt of reply.excerpts) {
  const answer = await byline.answer(excerpt.answer_id);
  assert.equal(slice(answer.text, excerpt.start, excerpt.end), excerpt.text);
  assert.ok((await byline.cite(answer.id, excerpt.start, excerpt.end)).text.includes(excerpt.text));
}
assert.notEqual(slice("🧭 a", 2, 3), "🧭 a".slice(2, 3));

const limited = await byline.ask("roadmap", { filters: { company: ["contoso"] } });
assert.deepEqual(new Set(limited.excerpts.map((each) => each.author.name)), new Set(["Idris Okafor"]));
const onward = await byline.ask("anyone else?", { previous: reply.asked });
assert.ok(onward.carried);
assert.equal((await byline.ask("how do I bake sourdough bread?")).answered, false);

assert.equal((await byline.verify("Review it every two weeks with the people who build it.")).verdict, "altered");
assert.ok((await byline.suggest("how do you")).includes(QUESTION));
assert.deepEqual((await byline.authors(["ama"])).map((each) => each.name).sort(), [
  "Chen Wei",
  "Idris Okafor",
  "Mara Lindqvist",
]);
assert.deepEqual((await byline.collections()).map((each) => each.name), ["ama", "main"]);
assert.equal((await byline.leaveQuestion("who bakes the bread?")).question, "who bakes the bread?");
assert.equal((await byline.giveFeedback(reply, false, { reasons: ["other"] })).reply_id, reply.id);

await assert.rejects(byline.ask(""), (error) => {
  assert.ok(error instanceof ProblemError);
  assert.equal(error.problem.code, "bad_question");
  assert.deepEqual(error.problem.errors.map((each) => each.field), ["question"]);
  return true;
});
await assert.rejects(byline.answer("a/no"), /404, not_found/);
await assert.rejects(new Client("http://127.0.0.1:9", { retries: 0 }).collections(), UnreachableError);
await assert.rejects(byline.ask(QUESTION, { signal: AbortSignal.abort() }), { name: "AbortError" });

// A server that is busy at first.
let asked = 0;
const busy = createServer((request, response) => {
  request.resume();
  asked += 1;
  response.writeHead(503, { "Retry-After": "0", "Content-Type": "application/problem+json" });
  response.end(JSON.stringify({ title: "Busy", status: 503, code: "unavailable", detail: "Wait." }));
});
await new Promise((resolve) => busy.listen(0, "127.0.0.1", resolve));
const other = new Client(`http://127.0.0.1:${busy.address().port}`, { retries: 1 });
await assert.rejects(other.collections(), /503, unavailable/);
assert.equal(asked, 2, "what keeps nothing is tried again");
await assert.rejects(other.leaveQuestion("who bakes?"), /503, unavailable/);
assert.equal(asked, 3, "what is kept is not sent twice");
busy.close();
busy.closeAllConnections();

console.log("The TypeScript client works.");
