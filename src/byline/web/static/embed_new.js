// Makes the lines anew, and shows what they will look like, as soon as something is chosen. Without this file the
// form is sent, and the server makes the same lines.

const maker = document.getElementById("maker");
const preview = document.getElementById("preview");
let pending = null;

async function renew() {
  const given = [...new FormData(maker)].map(([name, value]) => [name, value.trim()]);
  const chosen = given.filter(([, value]) => value);
  for (const [name, value] of given) {
    if (value) preview.setAttribute(name, value);
    else preview.removeAttribute(name);
  }
  pending?.abort();
  pending = new AbortController();
  try {
    const address = `${maker.getAttribute("action")}?${new URLSearchParams(chosen)}`;
    const { signal } = pending;
    const response = await fetch(address, { headers: { Accept: "application/json" }, signal });
    if (!response.ok) return;
    const lines = await response.json();
    for (const code of document.querySelectorAll("[data-line]")) code.textContent = lines[code.dataset.line];
    history.replaceState(null, "", `?${new URLSearchParams(chosen)}`);
  } catch {
    // the next change tries again, and so does the button
  }
}

maker.addEventListener("change", renew);
maker.addEventListener("submit", (event) => {
  event.preventDefault();
  renew();
});
