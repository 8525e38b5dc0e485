// Keys and selection of the list component. Single keys obey the switch of the user menu (WCAG 2.1.4) and never fire
// while somebody types.

const rows = () => [...document.querySelectorAll("[data-list] tbody tr")];
const active = () => document.querySelector("[data-list] tbody tr.is-active");
const checks = () => [...document.querySelectorAll("[data-list] .row-check")];
const typing = (target) => target.closest?.("input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable]");

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(active());
  const next = all[Math.max(0, Math.min(all.length - 1, at + step))];
  active()?.classList.remove("is-active");
  next.classList.add("is-active");
  (next.querySelector("th a[href]") ?? next.querySelector("a[href], input"))?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function countChecked() {
  const all = checks();
  const chosen = all.filter((box) => box.checked).length;
  for (const place of document.querySelectorAll("[data-check-count]")) place.textContent = String(chosen);
  const whole = document.querySelector("[data-check-all]");
  if (!whole) return;
  whole.checked = chosen > 0 && chosen === all.length;
  whole.indeterminate = chosen > 0 && chosen < all.length;
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  x: () => active()?.querySelector(".row-check")?.click(),
  "/": () => document.getElementById("list-q")?.focus(),
  n: () => {
    const address = document.querySelector("[data-list][data-new]")?.dataset.new;
    if (address) location.assign(address);
  },
  "?": () => document.getElementById("keys")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.documentElement.dataset.keys === "off" || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

let lastChecked = null;
document.addEventListener("click", (event) => {
  const box = event.target;
  if (!box.matches?.(".row-check")) return;
  const all = checks();
  // Shift takes everything between the last tick and this one.
  if (event.shiftKey && lastChecked && all.includes(lastChecked)) {
    const [from, to] = [all.indexOf(lastChecked), all.indexOf(box)].sort((a, b) => a - b);
    for (const between of all.slice(from, to + 1)) between.checked = box.checked;
  }
  lastChecked = box;
});

document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-check-all]")) for (const box of checks()) box.checked = event.target.checked;
  if (event.target.matches?.("[data-check-all], .row-check")) countChecked();
});

document.addEventListener("reset", (event) => {
  if (event.target.id === "list-bulk") setTimeout(countChecked);
});

document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
});

countChecked();
addEventListener("pageshow", countChecked); // the browser may bring old ticks back
