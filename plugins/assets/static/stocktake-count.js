// Counting with a phone, with or without a network. Every scan is written to the phone's own database before it beeps;
// it leaves that database's queue only when the server has answered for it. Nothing is ever dropped by a count of tries.

const form = document.getElementById("count");
const number = form.dataset.stocktake;
const things = new Map(JSON.parse(document.getElementById("things").textContent).map((thing) => [thing[0], thing]));
const SEND_EVERY_MS = 3000;
const BATCH = 50;
const say = (id, text) => (document.getElementById(id).textContent = text);

const asked = (request) =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
const finished = (work) =>
  new Promise((done, failed) => {
    work.oncomplete = () => done();
    work.onabort = work.onerror = () => failed(work.error);
  });

function open() {
  const request = indexedDB.open(`motcua-stocktake-${number}`, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("events", { keyPath: "seq", autoIncrement: true }).createIndex("state", "state");
    request.result.createObjectStore("facts");
  };
  return asked(request);
}

const base = await open();
navigator.storage?.persist?.();

/** The phone's own name in this stocktake, made once. */
async function deviceName() {
  const work = base.transaction("facts", "readwrite");
  const known = await asked(work.objectStore("facts").get("device"));
  const name = known ?? crypto.randomUUID();
  if (!known) work.objectStore("facts").put(name, "device");
  await finished(work);
  return name;
}
const device = await deviceName();

/** Keep a scan; it is safe once this is done. */
async function keep(code) {
  const event = {
    uuid: crypto.randomUUID(),
    code,
    place: document.getElementById("f-place").value.trim(),
    condition: document.getElementById("f-condition").value,
    at: new Date().toISOString(),
    state: "new",
  };
  const work = base.transaction("events", "readwrite", { durability: "strict" });
  work.objectStore("events").add(event);
  await finished(work);
  return event;
}

const all = () => asked(base.transaction("events").objectStore("events").getAll());

async function show() {
  const events = await all();
  const seen = new Set(events.map((event) => event.code));
  say("count-net", navigator.onLine ? form.dataset.online : form.dataset.offline);
  say("count-made", events.length);
  say("count-pending", events.filter((event) => event.state === "new").length);
  const left = document.getElementById("count-left");
  if (left) left.textContent = [...things.keys()].filter((code) => !seen.has(code)).length;
  const name = (event) => `${things.get(event.code)?.[1] ?? form.dataset.unlisted} ${event.code} ${event.place}`;
  list("count-last", events.slice(-8).reverse().map(name));
  const refused = events.filter((event) => event.state === "refused");
  document.getElementById("count-refused").hidden = refused.length === 0;
  list("count-refusals", refused.map((event) => `${event.code}: ${event.reason}`));
  list("count-todo", [...things.values()].filter((thing) => !seen.has(thing[0])).map((thing) => `${thing[1]} ${thing[0]} ${thing[3]}`));
}

function list(id, lines) {
  const place = document.getElementById(id);
  place?.replaceChildren(
    ...lines.map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    }),
  );
}

async function record(code) {
  try {
    const event = await keep(code);
    document.dispatchEvent(new CustomEvent("scan-result", { detail: { ok: true } })); // the beep
    document.dispatchEvent(new CustomEvent("stocktake-kept", { detail: event.uuid }));
  } catch {
    document.dispatchEvent(new CustomEvent("scan-result", { detail: { ok: false } }));
    document.dispatchEvent(new CustomEvent("toast", { detail: { text: form.dataset.full, tone: "bad", seconds: 12 } }));
  }
  await show();
  send();
}

document.addEventListener("scan", (event) => {
  event.preventDefault();
  record(event.detail.digits);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const field = document.getElementById("f-code");
  const code = field.value.trim();
  field.value = "";
  if (code) record(code);
});

let sending = false;
let announced = -1; // how many events the server has been told of
/** Send what waits, a batch at a time; whatever goes wrong, it stays where it is and is sent again. */
async function send() {
  if (sending) return;
  sending = true;
  try {
    const events = await all();
    const waiting = events.filter((event) => event.state === "new");
    const batch = waiting.slice(0, BATCH);
    if (batch.length === 0 && events.length === announced) return;
    const answer = await fetch(form.dataset.events, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-CSRF-Token": document.querySelector('meta[name="csrf-token"]').content,
      },
      redirect: "manual",
      body: JSON.stringify({
        device,
        high_seq: events.length ? events.at(-1).seq : 0,
        pending: waiting.length - batch.length,
        events: batch.map(({ uuid, seq, code, place, condition, at }) => ({ uuid, seq, code, place, condition, at })),
      }),
    });
    if (!answer.ok) {
      if ([0, 401, 403].includes(answer.status)) say("count-net", form.dataset.login);
      return;
    }
    const results = await answer.json(); // first: the database ends a transaction that waits for something else
    const work = base.transaction("events", "readwrite");
    const byName = new Map(batch.map((event) => [event.uuid, event]));
    for (const { uuid, result, reason } of results) {
      const event = byName.get(uuid);
      if (event) work.objectStore("events").put({ ...event, state: result === "refused" ? "refused" : "sent", reason });
    }
    await finished(work);
    announced = events.length;
    if (waiting.length > batch.length) setTimeout(send);
    await show();
  } catch {
    say("count-net", form.dataset.offline);
  } finally {
    sending = false;
  }
}

addEventListener("online", send);
addEventListener("offline", show);
setInterval(send, SEND_EVERY_MS);
await show();
send();
document.documentElement.dataset.counting = "ready";
navigator.serviceWorker?.register(form.dataset.worker, { scope: form.dataset.scope });
