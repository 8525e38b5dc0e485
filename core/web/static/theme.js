// Chosen theme, single-key shortcuts and scan sound, kept in this browser. Loaded early and blocking: the page is
// painted once, in the right colours.
(() => {
  const root = document.documentElement;
  const read = (name) => {
    try {
      return localStorage.getItem(`motcua-${name}`) ?? "";
    } catch {
      return ""; // storage may be forbidden; the defaults are good
    }
  };
  const defaults = { theme: "", keys: "on", sound: "on" };

  function apply() {
    const theme = read("theme");
    if (theme) root.dataset.bsTheme = theme;
    else delete root.dataset.bsTheme;
    root.dataset.keys = read("keys") || defaults.keys;
    root.dataset.sound = read("sound") || defaults.sound;
    for (const button of document.querySelectorAll("[data-choose]")) {
      const name = button.dataset.choose;
      button.setAttribute("aria-pressed", String((read(name) || defaults[name]) === button.value));
    }
  }

  apply();
  document.addEventListener("DOMContentLoaded", apply);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-choose]");
    if (!button) return;
    try {
      localStorage.setItem(`motcua-${button.dataset.choose}`, button.value);
    } catch {
      return;
    }
    apply();
  });
  addEventListener("storage", apply); // other tabs follow
})();
