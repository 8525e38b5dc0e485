// The command palette: Ctrl+K (or the search button) opens a native dialog; htmx asks /staff/search?q= while typing.
// Enter opens the first hit for the words in the field: when their answer is still under way, as soon as it is there.

const dialog = document.getElementById("palette");
const field = document.getElementById("palette-q");
const hits = document.getElementById("palette-hits");

function show() {
  if (!dialog || dialog.open) return;
  dialog.showModal();
  field.select();
  field.dispatchEvent(new CustomEvent("palette-open")); // asks for recent items when nothing is typed yet
}

let opening = false;
const answered = () => hits.querySelector("[data-asked]")?.dataset.asked === field.value;

function openFirst() {
  opening = !answered();
  if (!opening) links()[0]?.click();
}

const links = () => [...hits.querySelectorAll("a[href]")];

function walk(step) {
  const all = links();
  if (!all.length) return;
  const at = all.indexOf(document.activeElement);
  const next = at + step;
  if (next < 0) field.focus();
  else all[Math.min(next, all.length - 1)].focus();
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.code === "KeyK") {
    event.preventDefault();
    show();
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-palette-open]")) show();
  const keys = document.getElementById("keys");
  if (event.target.closest?.("[data-keys-open]")) keys?.showModal();
  // A click on the dark ground around a dialog closes it.
  if (event.target instanceof HTMLDialogElement && event.target.open) event.target.close();
});

dialog?.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    walk(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && document.activeElement === field) {
    event.preventDefault();
    openFirst();
  }
});

field?.addEventListener("input", () => (opening = false));
if (hits) new MutationObserver(() => opening && openFirst()).observe(hits, { childList: true });
