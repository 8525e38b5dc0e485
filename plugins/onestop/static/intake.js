// The intake form: Enter goes to the next field instead of sending half a dossier; Ctrl+Enter sends (core/forms.js).
// A closed "details" keeps its fields laid out: whether one can be seen is asked of the browser.

const form = document.getElementById("intake");
const fields = () => [...form.querySelectorAll("input:not([type=hidden]), select, textarea, button[type=submit]")].filter((node) => node.checkVisibility());

form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  if (!event.target.matches("input")) return;
  event.preventDefault();
  const all = fields();
  all[all.indexOf(event.target) + 1]?.focus();
});
