// Short notes about things that are done, in a polite live region. Errors never come here: they stay where they arose.
// Ask for one with a "toast" event: detail {text, tone?, code?, undo?, seconds?}; undo: address that is posted to.
// A server answer can do the same with the header HX-Trigger: {"toast": {"text": "..."}}.

const region = document.getElementById("toasts");

function dismissLater(note, seconds) {
  let timer = setTimeout(() => note.remove(), seconds * 1000);
  // A note under the pointer or with focus stays: nobody should race against it.
  const hold = () => clearTimeout(timer);
  const release = () => (timer = setTimeout(() => note.remove(), 3000));
  note.addEventListener("pointerenter", hold);
  note.addEventListener("pointerleave", release);
  note.addEventListener("focusin", hold);
  note.addEventListener("focusout", release);
}

async function undo(note, address) {
  const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  const answer = await fetch(address, { method: "POST", headers: { "X-CSRF-Token": token } });
  note.remove();
  if (answer.ok) location.reload();
  else show({ text: document.body.dataset.offline, tone: "bad" });
}

function show({ text, tone = "good", code = "", undo: address = "", seconds = address ? 10 : 5 }) {
  if (!region || !text) return;
  const note = document.createElement("div");
  note.className = "toast-note";
  note.dataset.tone = tone;
  note.append(text);
  if (code) {
    const shown = document.createElement("code");
    shown.textContent = code;
    note.append(shown);
  }
  if (address) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = region.dataset.undo;
    button.addEventListener("click", () => undo(note, address));
    note.append(button);
  }
  while (region.children.length > 3) region.firstElementChild.remove();
  region.append(note);
  dismissLater(note, seconds);
}

document.addEventListener("toast", (event) => show(event.detail));
for (const note of region?.children ?? []) dismissLater(note, 8);
