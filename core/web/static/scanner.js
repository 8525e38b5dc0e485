// Page-wide catcher for barcode scanners that type (keyboard wedge).
//
// A scanner is a keyboard that is faster than any hand: keys under 50 ms apart, at least six of them, then Enter, Tab or
// silence. It is read from `event.code`, the physical key, so layout, Caps Lock and a Vietnamese input method do not
// matter; focus does not matter either. From the third fast key on the keys are kept from the page, and what the first
// ones wrote into a focused field is taken back, so a scan never presses a default button nor spoils a form.
// What looked like a scan but was none (a hand after all) is written into the field as if nothing had happened.
//
// Result: a cancelable "scan" event on document, detail {digits, text, inputMethod}. Unless prevented, the digits are put
// into the form marked data-scan-target, or into the focused data-scan-field, or the page goes to data-scan-path + digits.
// A page tells how it went with a "scan-result" event: detail {ok, text}; htmx can send it with HX-Trigger.
//
// On <body>: data-scan-path="/q/", data-scan-prefix="..." (configured prefix to drop), data-scan-text and other texts.
// data-scan="off" on an element: typing there is never taken for a scan.

export const FASTEST_HAND_MS = 50;
export const SILENCE_MS = 80;
export const LEAST_KEYS = 6;
const SURE_AFTER = 3;
const LATE_ENTER_MS = 300;

const PLAIN = { Minus: "-", Slash: "/", Period: ".", BracketRight: "]", BracketLeft: "[", Semicolon: ":", Equal: "=" };

/** The character that a physical key stands for; "" for keys without one. */
function characterOf(event) {
  const { code } = event;
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(code);
  if (digit && !event.shiftKey) return digit[1];
  const letter = /^Key([A-Z])$/.exec(code);
  if (letter) return event.shiftKey ? letter[1] : letter[1].toLowerCase();
  return PLAIN[code] ?? "";
}

/** The digits of a label: bare, after an AIM identifier such as ]C1, after our own prefix, or in a /q/... address. */
export function digitsOf(text, prefix = "") {
  let rest = text.replace(/^\][A-Za-z][0-9]/, "");
  if (prefix && rest.startsWith(prefix)) rest = rest.slice(prefix.length);
  const address = /^https?:\/\/[^/]+(?:\/en)?\/q\/([0-9]+)$/i.exec(rest);
  return address ? address[1] : /^[0-9]+$/.test(rest) ? rest : "";
}

/** Could this be the beginning of a label? Anything else (a fast word) is left alone at once. */
const couldBeLabel = (text, prefix) =>
  /^[0-9]+$/.test(text) ||
  /^\](?:[A-Za-z](?:[0-9][0-9]*)?)?$/.test(text) ||
  /^https?(?::[^ ]*)?$/i.test(text) ||
  "https".startsWith(text.toLowerCase()) ||
  (prefix !== "" && (prefix.startsWith(text) || (text.startsWith(prefix) && /^[0-9]*$/.test(text.slice(prefix.length)))));

const editable = (node) =>
  node instanceof HTMLTextAreaElement || (node instanceof HTMLInputElement && typeof node.selectionStart !== "undefined");

function snapshot(node) {
  if (!editable(node)) return null;
  let start = null;
  let end = null;
  try {
    start = node.selectionStart;
    end = node.selectionEnd;
  } catch {
    // number and date fields have no selection
  }
  return { node, value: node.value, start, end };
}

function restore(saved) {
  if (!saved || saved.node.value === saved.value) return;
  saved.node.value = saved.value;
  if (saved.start !== null) saved.node.setSelectionRange(saved.start, saved.end);
}

/** Write what was held back into the field, as the hand would have. */
function giveBack(saved, held) {
  if (!saved || !held) return;
  const { node } = saved;
  if (node.selectionStart === null || node.selectionStart === undefined) node.value += held;
  else node.setRangeText(held, node.selectionStart, node.selectionEnd, "end");
  node.dispatchEvent(new Event("input", { bubbles: true }));
}

class Catcher {
  #text = "";
  #held = "";
  #last = -Infinity;
  #timer = 0;
  #before = null;
  #inputMethod = false;
  #swallowUntil = -Infinity;
  #guard = null;

  constructor(prefix, report) {
    this.prefix = prefix;
    this.report = report;
  }

  listen(target) {
    target.addEventListener("keydown", (event) => this.key(event), { capture: true });
    // A composing input method writes after the key was refused: what it leaks right after a scan is taken back too.
    target.addEventListener("input", (event) => event.isTrusted && this.leak(), { capture: true });
    target.addEventListener("compositionend", () => setTimeout(() => this.leak()), { capture: true });
    target.addEventListener("blur", () => this.reset(), { capture: false });
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return this.giveUp();
    if (event.target.closest?.('[data-scan="off"], [type="password"]')) return this.giveUp();
    if (event.code === "ShiftLeft" || event.code === "ShiftRight") return undefined;
    const now = event.timeStamp;
    if (event.code === "Enter" || event.code === "NumpadEnter" || event.code === "Tab") return this.end(event, now);
    const character = characterOf(event);
    if (!character) return this.giveUp();
    if (now - this.#last > FASTEST_HAND_MS) {
      this.giveUp();
      this.#before = snapshot(document.activeElement);
    }
    this.#last = now;
    if (!couldBeLabel(this.#text + character, this.prefix)) return this.giveUp();
    this.#text += character;
    if (event.isComposing || event.key === "Process" || event.keyCode === 229) this.#inputMethod = true;
    if (this.#text.length >= SURE_AFTER) {
      this.hold(event);
      this.#held += character;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.silence(), SILENCE_MS);
    return undefined;
  }

  hold(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  end(event, now) {
    if (this.isScan() && now - this.#last <= SILENCE_MS) {
      this.hold(event);
      this.finish(now);
    } else if (now < this.#swallowUntil) {
      this.hold(event); // the suffix of a slow scanner, after silence had already ended the scan
      this.#swallowUntil = -Infinity;
    } else {
      this.giveUp();
    }
  }

  isScan() {
    return this.#text.length >= LEAST_KEYS && digitsOf(this.#text, this.prefix).length >= LEAST_KEYS;
  }

  silence() {
    if (this.isScan()) this.finish(this.#last);
    else this.giveUp();
  }

  finish(now) {
    const detail = {
      digits: digitsOf(this.#text, this.prefix),
      text: this.#text,
      inputMethod: this.#inputMethod,
    };
    const field = this.#before;
    restore(field);
    this.#swallowUntil = now + LATE_ENTER_MS;
    this.reset();
    this.report(detail, field?.node ?? null);
    this.#guard = field && snapshot(field.node); // what the page made of the scan stays
    setTimeout(() => (this.#guard = null), 2 * SILENCE_MS);
  }

  leak() {
    if (this.#guard) restore(this.#guard);
  }

  giveUp() {
    giveBack(this.#before, this.#held);
    this.reset();
  }

  reset() {
    clearTimeout(this.#timer);
    this.#text = "";
    this.#held = "";
    this.#before = null;
    this.#inputMethod = false;
    this.#last = -Infinity;
  }
}

let sound = null;
/** A short tone: high for good, low and twice for refused. Browsers allow it after the first key press. */
function beep(good) {
  if (document.documentElement.dataset.sound === "off" || !("AudioContext" in window)) return;
  sound ??= new AudioContext();
  for (const [at, pitch] of good ? [[0, 1320]] : [[0, 330], [0.18, 262]]) {
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.12, sound.currentTime + at);
    volume.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + at + 0.12);
    tone.connect(volume).connect(sound.destination);
    tone.start(sound.currentTime + at);
    tone.stop(sound.currentTime + at + 0.13);
  }
}

const toast = (detail) => document.dispatchEvent(new CustomEvent("toast", { detail }));

function act(digits, field) {
  const form = document.querySelector("form[data-scan-target]");
  const place = form?.querySelector("[data-scan-field]") ?? (field?.matches("[data-scan-field]") ? field : null);
  if (place) {
    place.value = digits;
    place.dispatchEvent(new Event("input", { bubbles: true }));
    place.dispatchEvent(new Event("change", { bubbles: true }));
    form?.requestSubmit();
    return;
  }
  location.assign((document.body.dataset.scanPath ?? "/q/") + digits);
}

/** Tell the page of a scan, by whatever device, and do the default unless the page takes it. */
export function report(detail, field = null) {
  const { scanText, scanMethod } = document.body.dataset;
  const handled = !document.dispatchEvent(new CustomEvent("scan", { detail, cancelable: true }));
  toast({ text: scanText ?? "", code: detail.digits, tone: "info", seconds: 3 });
  if (detail.inputMethod && !sessionStorage.getItem("motcua-input-method")) {
    sessionStorage.setItem("motcua-input-method", "told");
    toast({ text: scanMethod ?? "", tone: "warning", seconds: 12 });
  }
  if (handled) return;
  if (!document.querySelector("[data-scan-target]")) beep(true);
  act(detail.digits, field);
}

document.addEventListener("scan-result", (event) => {
  const { ok, text } = event.detail;
  beep(ok);
  document.body.dataset.scanned = ok ? "good" : "bad"; // the skin flashes the page's edge
  setTimeout(() => delete document.body.dataset.scanned, 700);
  if (ok && text) toast({ text });
});

new Catcher(document.body.dataset.scanPrefix ?? "", report).listen(window);
