// A pile of slips: every scan asks the server which dossier it is and adds one line, with a sound and a colour. A slip
// scanned twice counts once and is told; a wrong one says why and does not stop the others. Scans are asked one after
// the other, so that the lines stand in the order of the pile.

const pile = document.querySelector("[data-pile]");
const list = pile?.querySelector("[data-pile-list]");
let turn = Promise.resolve();

function count() {
  pile.querySelector("[data-pile-count]").textContent = String(list.querySelectorAll("li[data-code]:not([data-bad])").length);
}

function tell(ok, text) {
  const place = pile.querySelector("[data-pile-say]");
  place.textContent = text;
  place.dataset.tone = ok ? "good" : "bad";
  document.dispatchEvent(new CustomEvent("scan-result", { detail: { ok, text: "" } }));
}

async function add(digits) {
  const body = new URLSearchParams({ scan: digits });
  const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  const answer = await fetch(pile.dataset.scanTo, { method: "POST", body, headers: { "X-CSRF-Token": token } });
  const holder = document.createElement("template");
  holder.innerHTML = await answer.text();
  const line = holder.content.querySelector("li");
  if (!line) throw new Error(String(answer.status));
  const there = list.querySelector(`li[data-code="${CSS.escape(line.dataset.code)}"]`);
  if (there && !("bad" in line.dataset)) {
    there.classList.add("is-again");
    setTimeout(() => there.classList.remove("is-again"), 2000);
    return tell(false, `${line.dataset.code}: ${pile.dataset.again}`);
  }
  there?.remove();
  list.prepend(line);
  count();
  return tell(!("bad" in line.dataset), line.dataset.say);
}

document.addEventListener("scan", (event) => {
  if (!pile) return;
  event.preventDefault();
  const { digits } = event.detail;
  turn = turn.then(() => add(digits)).catch(() => tell(false, `${digits}: ${pile.dataset.offline}`));
});

list?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pile-remove]");
  if (!button) return;
  button.closest("li").remove();
  count();
});

if (list) count();
