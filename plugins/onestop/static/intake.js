// The intake form: Enter goes to the next field instead of sending half a dossier; Ctrl+Enter sends (core/forms.js).
// Fields that are seldom filled (data-aside) are reached by Tab or the mouse; Enter passes them by.

const form = document.getElementById("intake");
const fields = () => [...form.querySelectorAll("input:not([type=hidden]), select, textarea, button[type=submit]")].filter((node) => node.offsetParent);

form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  if (!event.target.matches("input")) return;
  event.preventDefault();
  const all = fields().filter((node) => node === event.target || !("aside" in node.dataset));
  all[all.indexOf(event.target) + 1]?.focus();
});
