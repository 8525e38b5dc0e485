// The intake form: Enter goes to the next field instead of sending half a dossier; Ctrl+Enter sends (core/forms.js).
// Choosing a case draws the form anew, so the listeners are on the document, and the focus goes back to the choice.

const formOf = (node) => node.closest?.("#intake");
const fields = (form) => [...form.querySelectorAll("input:not([type=hidden]), select, textarea, button[type=submit]")].filter((node) => node.checkVisibility());

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  const form = formOf(event.target);
  if (!form || !event.target.matches("input")) return;
  event.preventDefault();
  const all = fields(form);
  all[all.indexOf(event.target) + 1]?.focus();
});

let chosen = "";
document.addEventListener("change", (event) => {
  const choice = event.target.closest?.("[data-redraws]");
  if (choice) chosen = choice.dataset.redraws;
});
document.addEventListener("htmx:after:swap", () => {
  if (chosen) document.getElementById(chosen)?.focus();
  chosen = "";
});
