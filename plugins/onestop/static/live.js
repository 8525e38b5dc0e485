// A stream of whole states: `show(html)` for each, `lost(true|false)` when the line goes and comes back.
// EventSource opens a cut line again by itself; a line that is silent for too long counts as cut and is opened anew.

const SILENCE_MS = 25_000;

export function follow(address, show, lost) {
  let source = null;
  let timer = 0;

  const heard = () => {
    lost(false);
    clearTimeout(timer);
    timer = setTimeout(open, SILENCE_MS);
  };

  function open() {
    if (source) {
      source.close();
      lost(true);
    }
    source = new EventSource(address);
    source.addEventListener("state", (event) => {
      heard();
      show(event.data);
    });
    source.addEventListener("beat", heard);
    source.addEventListener("error", () => {
      lost(true);
      // refused for good (log-in over, too many): tried again later, as after silence
      if (source.readyState === EventSource.CLOSED) {
        clearTimeout(timer);
        timer = setTimeout(open, 5000);
      }
    });
    clearTimeout(timer);
    timer = setTimeout(open, SILENCE_MS);
  }

  open();
  addEventListener("offline", () => lost(true));
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => event.persisted && open());
}
