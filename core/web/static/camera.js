// Reading codes with the phone's camera. Nothing is fetched before the first tap: then the browser's own BarcodeDetector
// is used where it knows our kinds of code, else a WebAssembly reader served from here. A code that was read takes the
// same way as one from a scanner: the "scan" event of scanner.js.

import { digitsOf, report } from "./scanner.js";

const KINDS = ["code_128", "qr_code", "ean_13", "data_matrix"];
const LOOK_EVERY_MS = 120;
const SAME_AGAIN_MS = 2500;

async function makeDetector({ reader, wasm }) {
  if ("BarcodeDetector" in window) {
    const known = await window.BarcodeDetector.getSupportedFormats();
    if (known.includes("code_128") && known.includes("qr_code")) {
      return new window.BarcodeDetector({ formats: KINDS.filter((kind) => known.includes(kind)) });
    }
  }
  if (!window.BarcodeDetectionAPI) {
    await new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = reader;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
    // By default the reader would fetch its WebAssembly part from another site.
    window.BarcodeDetectionAPI.setZXingModuleOverrides({ locateFile: () => wasm });
  }
  return new window.BarcodeDetectionAPI.BarcodeDetector({ formats: KINDS });
}

class Camera {
  #stream = null;
  #timer = 0;
  #detector = null;
  #last = { text: "", at: -Infinity };

  constructor(root) {
    this.root = root;
    this.video = root.querySelector("video");
    this.button = root.querySelector("[data-camera-start]");
    this.said = root.querySelector("[role=status]");
    this.button.addEventListener("click", () => (this.#stream ? this.stop() : this.start()));
    addEventListener("pagehide", () => this.stop());
  }

  async start() {
    this.button.setAttribute("aria-pressed", "true");
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      this.#detector ??= await makeDetector(this.root.dataset);
      this.video.srcObject = this.#stream;
      this.video.hidden = false;
      await this.video.play();
      this.said.textContent = this.root.dataset.looking;
      this.look();
    } catch {
      this.stop();
      this.said.textContent = this.root.dataset.refused;
    }
  }

  async look() {
    if (!this.#stream) return;
    const codes = await this.#detector.detect(this.video).catch(() => []);
    for (const { rawValue } of codes) this.found(rawValue);
    this.#timer = setTimeout(() => this.look(), LOOK_EVERY_MS);
  }

  found(text) {
    const now = performance.now();
    const again = text === this.#last.text && now - this.#last.at < SAME_AGAIN_MS;
    this.#last = { text, at: now };
    const digits = digitsOf(text);
    if (again || !digits) return;
    navigator.vibrate?.(60);
    this.said.textContent = digits;
    report({ digits, text, inputMethod: false });
  }

  stop() {
    clearTimeout(this.#timer);
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.video.hidden = true;
    this.said.textContent = "";
    this.button.setAttribute("aria-pressed", "false");
  }
}

for (const root of document.querySelectorAll("[data-camera]")) new Camera(root);
