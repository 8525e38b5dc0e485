// The kiosk: one press is enough, the number's page goes back by itself, an idle page shows fresh waiting times.

const { backAfter, backTo, refresh } = document.body.dataset;

// The server gives one number for one page and button anyway; this only spares the second answer.
document.querySelector("[data-kiosk]")?.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "true";
});
addEventListener("pageshow", () => document.querySelector("[data-kiosk]")?.removeAttribute("data-sent"));

if (refresh) {
  let idle = setTimeout(() => location.reload(), refresh * 1000);
  addEventListener("pointerdown", () => {
    clearTimeout(idle);
    idle = setTimeout(() => location.reload(), refresh * 1000);
  });
}

const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

if (backTo) {
  const place = document.querySelector("[data-left]");
  const shown = document.querySelector("[data-seconds]");
  let left = Number(backAfter);
  place.hidden = false;
  setInterval(() => {
    left -= 1;
    shown.textContent = String(Math.max(0, left));
    if (left <= 0) location.replace(backTo);
  }, 1000);
}
