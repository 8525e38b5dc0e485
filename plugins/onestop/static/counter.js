// The clerk's counter: the stream exchanges the whole piece, single keys press its buttons.

import { follow } from "./live.js";

const place = document.querySelector("[data-counter-live]");
const note = document.querySelector("[data-live-note]");

// What the clerk is about to send on stays open while the queue behind it changes.
const busy = () => place.querySelector("details[open]") || place.contains(document.activeElement?.closest("select"));

if (place) {
  follow(
    place.dataset.counterLive,
    (html) => {
      if (busy()) return;
      const focused = document.activeElement?.closest("[data-key]")?.dataset.key;
      place.innerHTML = html;
      if (focused) place.querySelector(`[data-key="${focused}"]`)?.focus();
    },
    (gone) => (note.hidden = !gone),
  );
}

const typing = (target) => target.closest?.("input:not([type=checkbox]):not([type=radio]), select, textarea");

// Captured, so that "n" of the lists does not come first. Obeys the switch of the user menu (WCAG 2.1.4).
addEventListener(
  "keydown",
  (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (document.documentElement.dataset.keys === "off" || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const button = place?.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    button.click();
  },
  { capture: true },
);

// A second press before the answer is there is none.
place?.addEventListener("submit", (event) => {
  if (place.dataset.sent) event.preventDefault();
  place.dataset.sent = "true";
});
addEventListener("pageshow", () => place && delete place.dataset.sent);
