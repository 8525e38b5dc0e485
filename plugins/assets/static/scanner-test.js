// Scanner self-test: what a keyboard-wedge scanner really types, and what becomes of it on this computer.
//
// A scanner sends physical keys; layout, Caps Lock and a Vietnamese input method stand between them and the text. So the
// keys (event.code) and the text in the field are compared with what the test label says. The sentences stand in the
// page, one hidden item per verdict with data-verdict="..."; this module only shows those that apply.

export const VERDICTS = [
  "right", "wrong", "alt",
  "prefix-none", "prefix-aim", "prefix-own", "tail",
  "suffix-enter", "suffix-tab", "suffix-none",
  "layout-us", "layout-letters", "layout-digits", "caps",
  "method-off", "method-on", "changed",
  "fast", "slow",
];
export const FASTEST_HAND_MS = 50;
const SILENCE_MS = 500;
const PLAIN = { Minus: "-", Slash: "/", Period: ".", BracketRight: "]", BracketLeft: "[", Semicolon: ":", Equal: "=" };
const SILENT = /^(?:Shift|Control|Alt|Meta|CapsLock|NumLock)/;

/** The character that a physical key stands for on the board that scanners assume (US); "" for others. */
function physical({ code, shift }) {
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(code);
  if (digit) return digit[1];
  const letter = /^Key([A-Z])$/.exec(code);
  if (letter) return shift ? letter[1] : letter[1].toLowerCase();
  return PLAIN[code] ?? "";
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/**
 * Judge one scan.
 *
 * keys: [{code, key, at, shift, alt, caps, composing}] in the order they came, at in ms. written: what is in the field
 * now. labels: what the test labels say. Returns {verdicts: [...], read, prefix, tail, written, gap}.
 */
export function judge(keys, written, labels) {
  const typed = keys.filter(({ code, key }) => !SILENT.test(code) && !SILENT.test(key));
  const last = typed.at(-1)?.code ?? "";
  const suffix = /Enter$/.test(last) ? "suffix-enter" : last === "Tab" ? "suffix-tab" : "suffix-none";
  const body = suffix === "suffix-none" ? typed : typed.slice(0, -1);
  const gap = Math.round(median(body.slice(1).map((key, place) => key.at - body[place].at)));
  const found = { verdicts: [], read: "", prefix: "", tail: "", written: written.trim(), gap };
  const say = (...verdicts) => found.verdicts.push(...verdicts);
  if (typed.some(({ alt, code }) => alt && code.startsWith("Numpad"))) {
    say("alt");
    return found;
  }
  // Input methods of Windows rub out and write anew: keys that no scanner sends.
  const rewritten = body.some(({ code, key }) => code === "Backspace" || code === "" || key.codePointAt(0) > 127);
  const method = rewritten || body.some(({ composing, key }) => composing || key === "Process");
  const sent = body.filter(({ code }) => code !== "Backspace" && code !== "");
  found.read = sent.map(physical).join("");
  const caps = sent.some((key) => key.caps);
  const fold = (text) => (caps ? text.toLowerCase() : text);
  const label = labels.find((text) => fold(found.read).includes(fold(text)));
  if (label) {
    const start = fold(found.read).indexOf(fold(label));
    found.prefix = found.read.slice(0, start);
    found.tail = found.read.slice(start + label.length);
    say("right", !found.prefix ? "prefix-none" : /^\][A-Za-z][0-9]$/.test(found.prefix) ? "prefix-aim" : "prefix-own");
    if (found.tail) say("tail");
  } else {
    say("wrong");
  }
  say(suffix, layout(sent));
  if (caps) say("caps");
  say(method ? "method-on" : "method-off");
  if (found.written !== found.read) say("changed");
  say(gap > FASTEST_HAND_MS ? "slow" : "fast");
  return found;
}

/** Which board the computer believes in: keys whose meaning differs from that on a US board. */
function layout(sent) {
  const plain = sent.filter(({ key, composing }) => key.length === 1 && key.codePointAt(0) < 128 && !composing);
  const other = plain.filter((key) => physical(key) && physical(key).toLowerCase() !== key.key.toLowerCase());
  if (other.some(({ code }) => code.startsWith("Digit"))) return "layout-digits";
  return other.length ? "layout-letters" : "layout-us";
}

/** Watch a field: after each scan call back with the verdict, and empty it. */
export function watch(field, labels, tell) {
  let keys = [];
  let timer = 0;
  const end = () => {
    if (keys.length > 3) tell(judge(keys, field.value, labels));
    keys = [];
    field.value = "";
  };
  field.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    // Enter would send a form and Tab would leave the field
    if (/Enter$/.test(event.code) || event.code === "Tab") {
      if (!keys.length) return;
      event.preventDefault();
    }
    keys.push({
      code: event.code,
      key: event.key,
      at: event.timeStamp,
      shift: event.shiftKey,
      alt: event.altKey,
      caps: event.getModifierState("CapsLock"),
      composing: event.isComposing || event.keyCode === 229,
    });
    clearTimeout(timer);
    timer = setTimeout(end, SILENCE_MS);
  });
}

function show(root, found) {
  for (const item of root.querySelectorAll("[data-verdict]")) {
    item.hidden = !found.verdicts.includes(item.dataset.verdict);
    for (const slot of item.querySelectorAll("[data-slot]")) slot.textContent = found[slot.dataset.slot];
  }
  root.hidden = false;
}

const field = document.querySelector("[data-scanner-test]");
if (field) {
  const root = document.querySelector("[data-scanner-verdicts]");
  watch(field, JSON.parse(field.dataset.scannerTest), (found) => show(root, found));
  field.focus();
}
