// The kiosk's screen clears itself: a countdown that can be put off once a person asks for more time.

const { clearAfter, clearTo } = document.body.dataset;

if (clearAfter) {
  const more = document.querySelector("[data-more]");
  const left = document.querySelector("[data-left]");
  const place = document.querySelector("[data-seconds]");
  let until = Date.now() + Number(clearAfter) * 1000;
  more.hidden = false;
  left.hidden = false;
  more.addEventListener("click", () => {
    until = Date.now() + Number(clearAfter) * 1000;
  });
  setInterval(() => {
    const seconds = Math.ceil((until - Date.now()) / 1000);
    place.textContent = String(Math.max(0, seconds));
    if (seconds <= 0) location.replace(clearTo);
  }, 250);
}
