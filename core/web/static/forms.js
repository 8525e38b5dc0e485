// Forms marked data-form: Ctrl+Enter saves, a second submit of the same page is stopped, leaving warns when something
// is unsaved, data-draft keeps a draft on the server. The server stays the judge of every field.

const SAVE_EVERY_MS = 5000;
const states = new WeakMap();
const stateOf = (form) => {
  if (!states.has(form)) states.set(form, { changed: false, sent: false, draftDue: false });
  return states.get(form);
};
const formOf = (node) => node.closest?.("form[data-form]");

function noteChange(event) {
  const form = formOf(event.target);
  if (!form || event.target.type === "hidden") return;
  Object.assign(stateOf(form), { changed: true, draftDue: true });
}
document.addEventListener("input", noteChange);
document.addEventListener("change", noteChange);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = formOf(event.target) ?? document.querySelector("form[data-form]");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector('button[type="submit"]'));
});

document.addEventListener("submit", (event) => {
  const form = formOf(event.target);
  if (!form || event.defaultPrevented) return;
  const state = stateOf(form);
  if (state.sent) {
    event.preventDefault();
    return;
  }
  state.sent = true;
  state.changed = false;
  // Only marked, never disabled: a disabled button would not be sent, and would stay so after "back".
  for (const button of form.querySelectorAll('button[type="submit"]')) button.setAttribute("aria-busy", "true");
});

function reopen() {
  for (const form of document.querySelectorAll("form[data-form]")) {
    stateOf(form).sent = false;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
}
addEventListener("pageshow", reopen);
document.addEventListener("htmx:finally:request", reopen);

addEventListener("beforeunload", (event) => {
  const unsaved = [...document.querySelectorAll("form[data-form]")].some((form) => stateOf(form).changed);
  if (unsaved) event.preventDefault();
});

async function saveDraft(form) {
  const state = stateOf(form);
  if (!state.draftDue || state.sent) return;
  state.draftDue = false;
  const fields = new FormData(form);
  for (const [name, value] of [...fields]) if (value instanceof File) fields.delete(name); // files go with the submit
  const place = form.querySelector("[data-draft-state]");
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body: new URLSearchParams(fields) });
    if (!answer.ok) throw new Error(String(answer.status));
    if (place) place.textContent = (await answer.text()).slice(0, 80);
  } catch {
    state.draftDue = true; // tried again with the next turn
  }
}
setInterval(() => {
  for (const form of document.querySelectorAll("form[data-draft]")) saveDraft(form);
}, SAVE_EVERY_MS);

// After a refused submit the error summary is read out first; its links put the cursor into the field.
const focusFirst = () => document.querySelector("[data-focus]")?.focus();
focusFirst();
document.addEventListener("htmx:after:swap", (event) => {
  if (event.target.querySelector?.("[data-focus]")) focusFirst();
});
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".error-summary a[href^='#']");
  const field = link && document.getElementById(link.getAttribute("href").slice(1));
  if (!field) return;
  event.preventDefault();
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
});
