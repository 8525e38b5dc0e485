// The board in the hall: shows each state whole, says new calls by voice, else by a chime, one after the other.

import { follow } from "./live.js";

const { board, say, lang } = document.body.dataset;
const place = document.getElementById("board");
const lostNote = document.querySelector("[data-lost]");
const soundButton = document.querySelector("[data-sound]");
const MOST_AT_ONCE = 3;
const keys = (root) => [...root.querySelectorAll("[data-call]")];

const said = new Set(keys(place).map((node) => node.dataset.call));
let audio = null;
let turn = Promise.resolve();

const voice = () => window.speechSynthesis?.getVoices().find((one) => one.lang.toLowerCase().startsWith(lang)) ?? null;

function chime() {
  if (!audio || audio.state !== "running") return Promise.resolve();
  [[0, 784], [0.25, 659], [0.5, 523]].forEach(([at, pitch]) => {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.3, audio.currentTime + at);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + at + 0.5);
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + 0.55);
  });
  return new Promise((then) => setTimeout(then, 1200));
}

function speak(text, by) {
  return new Promise((then) => {
    const words = new SpeechSynthesisUtterance(text);
    words.voice = by;
    words.lang = by.lang;
    words.rate = 0.9;
    words.onend = words.onerror = then;
    setTimeout(then, 10_000); // a voice that never ends must not silence the others
    speechSynthesis.speak(words);
  });
}

async function announce({ label, counter }) {
  await chime();
  const by = voice();
  if (by && !soundButton.dataset.needed) await speak(say.replace("{number}", label).replace("{counter}", counter), by);
}

function show(html) {
  place.innerHTML = html;
  const fresh = keys(place).filter((node) => !said.has(node.dataset.call));
  for (const node of fresh.slice(0, MOST_AT_ONCE).reverse()) {
    node.classList.add("is-new");
    const call = { ...node.dataset };
    turn = turn.then(() => announce(call));
  }
  for (const node of fresh) said.add(node.dataset.call);
}

// Browsers are silent until somebody touches the page: once a morning.
function askForSound() {
  audio ??= "AudioContext" in window ? new AudioContext() : null;
  const silent = audio !== null && audio.state !== "running";
  soundButton.hidden = !silent;
  if (silent) soundButton.dataset.needed = "true";
  else delete soundButton.dataset.needed;
}
soundButton.addEventListener("click", async () => {
  await audio?.resume();
  askForSound();
  chime();
});
askForSound();

const clock = document.querySelector("[data-clock]");
setInterval(() => {
  clock.textContent = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
}, 5000);

follow(board, show, (gone) => {
  lostNote.hidden = !gone;
  document.body.classList.toggle("is-lost", gone);
});
