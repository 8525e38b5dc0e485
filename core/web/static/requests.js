// What every htmx request has: the form token, a progress line after 300 ms, and words when the server is out of reach.

const token = document.querySelector('meta[name="csrf-token"]')?.content;
const line = document.querySelector("[data-progress]");
let running = 0;
let timer = 0;

document.addEventListener("htmx:config:request", (event) => {
  const { request } = event.detail.ctx;
  if (token && request.method !== "GET") request.headers["X-CSRF-Token"] = token;
});

document.addEventListener("htmx:before:request", () => {
  running += 1;
  if (running === 1 && line) timer = setTimeout(() => (line.hidden = false), 300);
});

document.addEventListener("htmx:finally:request", () => {
  running = Math.max(0, running - 1);
  if (running === 0 && line) {
    clearTimeout(timer);
    line.hidden = true;
  }
});

// An aborted request (a newer one replaced it) is no failure.
document.addEventListener("htmx:error", (event) => {
  if (event.detail.error?.name === "AbortError") return;
  const text = document.body.dataset.offline;
  document.dispatchEvent(new CustomEvent("toast", { detail: { text, tone: "bad" } }));
});

// A log-in that ran out: the log-in page must not be put into a piece of this page.
document.addEventListener("htmx:before:response", (event) => {
  const { raw } = event.detail.ctx.response;
  const sentAway = raw.redirected && new URL(raw.url).pathname.endsWith("/login");
  if (raw.status !== 401 && !sentAway) return;
  event.preventDefault();
  location.reload();
});
