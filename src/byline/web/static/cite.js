// Copies a citation. Without this file its text is selected by hand, or opened as a plain file.

import { copy } from "./copy.js";

const status = document.getElementById("status");

for (const button of document.querySelectorAll("[data-copy]")) {
  const before = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await copy(document.getElementById(button.dataset.copy).textContent);
      button.textContent = button.dataset.copied;
    } catch {
      button.textContent = button.dataset.failed;
    }
    status.textContent = button.textContent;
    setTimeout(() => (button.textContent = before), 2000);
  });
}
