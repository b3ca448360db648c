// Lets files be dropped on the form. Without this file they are chosen with the button of the browser.

const form = document.querySelector("[data-drop]");
const files = form.elements.files;

// A page that is larger than what may be sent would be refused, and what was typed with it.
function check() {
  const size = [...files.files].reduce((sum, file) => sum + file.size, 0);
  files.setCustomValidity(size > Number(files.dataset.mostBytes) ? files.dataset.tooLarge : "");
}

form.addEventListener("dragover", (event) => {
  if (!event.dataTransfer.types.includes("Files")) return; // a dragged text goes where it is dropped
  event.preventDefault();
  form.classList.add("over");
});

form.addEventListener("dragleave", (event) => {
  if (!form.contains(event.relatedTarget)) form.classList.remove("over");
});

form.addEventListener("drop", (event) => {
  form.classList.remove("over");
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  files.files = event.dataTransfer.files;
  check();
  files.focus();
});

files.addEventListener("change", check);
