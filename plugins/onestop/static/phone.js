// A ticket on its holder's phone: asks every few seconds, says when the line is gone, buzzes when the number is called.

const EVERY_MS = 8000;
const OVER = new Set(["done", "left"]);
const note = document.querySelector("[data-lost-note]");

async function ask() {
  const shown = document.getElementById("ticket");
  if (OVER.has(shown.dataset.state)) return;
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("ticket");
    if (fresh.innerHTML !== shown.innerHTML) {
      const called = fresh.dataset.state === "called" && fresh.dataset.call !== shown.dataset.call;
      shown.replaceWith(document.adoptNode(fresh));
      if (called) navigator.vibrate?.([400, 200, 400]);
      const leave = document.querySelector("[data-leave]");
      if (leave) leave.hidden = fresh.dataset.state !== "waiting";
    }
    note.hidden = true;
  } catch {
    note.textContent = document.body.dataset.lost;
    note.hidden = false;
  }
}

setInterval(ask, EVERY_MS);
document.addEventListener("visibilitychange", () => document.hidden || ask());
