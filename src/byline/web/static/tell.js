// Sends the forms of templates/_heard.html without leaving the page. Without this file they are sent all the
// same, and lead to a page of thanks.

import { copyOf } from "./quotation.js";
import { WORDS } from "./words.js";

// The question as it can be asked alone: with the limits that held, and what was carried from the one before.
const whole = (reply) => (reply.limits.length || reply.carried ? reply.asked : reply.question);

// Make the forms of a turn those of its reply, or take them out where there is nothing to tell.
export function fillForms(turn, reply) {
  const leave = turn.querySelector('[data-slot="leave"]');
  const feedback = turn.querySelector('[data-slot="feedback"]');
  if (reply.answered || reply.reason === "empty_corpus") leave?.remove();
  else if (leave) leave.querySelector("textarea").textContent = whole(reply);
  if (!reply.answered) feedback?.remove();
  else if (feedback) aboutReply(feedback, reply);
}

function aboutReply(form, reply) {
  const { reply_id: id, question, index_revision: revision } = form.elements;
  id.setAttribute("value", reply.id);
  question.setAttribute("value", whole(reply));
  revision.setAttribute("value", reply.index_revision);
  const inputs = reply.excerpts.map((excerpt) => {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = "excerpt";
    input.setAttribute("value", `${excerpt.answer_id} ${excerpt.start}-${excerpt.end} ${excerpt.revision}`);
    return input;
  });
  revision.after(...inputs);
}

async function send(form) {
  const response = await fetch(form.action, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams(new FormData(form)),
  });
  return response.ok ? "" : (await response.json()).detail;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.dataset.tell) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy")) return; // pressed twice
  form.setAttribute("aria-busy", "true");
  const problem = form.querySelector('[data-slot="problem"]');
  problem.textContent = "";
  problem.lang = "en"; // as the server tells what it refuses
  try {
    problem.textContent = await send(form);
  } catch {
    problem.lang = document.documentElement.lang;
    problem.textContent = WORDS.unsent;
  }
  form.removeAttribute("aria-busy");
  if (!problem.hasChildNodes()) thank(form);
});

// Thanks stand where the form stood, and one may take it up again.
function thank(form) {
  const thanks = copyOf(form.dataset.tell);
  thanks.querySelector('[data-slot="change"]').addEventListener("click", () => {
    thanks.replaceWith(form);
    form.querySelector("input:not([type=hidden]), textarea").focus();
  });
  form.replaceWith(thanks);
  thanks.focus();
}
