// A pile of slips: every scan asks the server which dossier it is and adds one line; a slip scanned twice counts once.

const pile = document.querySelector("[data-pile]");
const list = pile?.querySelector("[data-pile-list]");

function count() {
  const good = list.querySelectorAll("li[data-code]:not([data-bad])").length;
  pile.querySelector("[data-pile-count]").textContent = String(good);
  pile.querySelector("[data-pile-head]").hidden = list.childElementCount === 0;
}

const report = (ok, text) => document.dispatchEvent(new CustomEvent("scan-result", { detail: { ok, text } }));

async function add(digits) {
  const body = new URLSearchParams({ scan: digits });
  const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  const answer = await fetch(pile.dataset.scanTo, { method: "POST", body, headers: { "X-CSRF-Token": token } });
  const holder = document.createElement("template");
  holder.innerHTML = await answer.text();
  const line = holder.content.querySelector("li");
  if (!line) return report(false, "");
  const again = line.dataset.code && list.querySelector(`li[data-code="${CSS.escape(line.dataset.code)}"]`);
  if (!again) list.prepend(line);
  count();
  return report(!("bad" in line.dataset), "");
}

document.addEventListener("scan", (event) => {
  if (!pile) return;
  event.preventDefault();
  add(event.detail.digits);
});

list?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pile-remove]");
  if (!button) return;
  button.closest("li").remove();
  count();
});
