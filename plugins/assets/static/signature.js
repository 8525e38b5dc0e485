// A frame to sign in: lines of points, 0 to 1000 across and 0 to 400 down, kept in a hidden field of the form.
const pad = document.getElementById("signature-pad");
const field = document.getElementById(pad.dataset.strokes);
const pen = pad.getContext("2d");
let strokes = [];

function draw() {
  pen.clearRect(0, 0, pad.width, pad.height);
  pen.lineWidth = 8;
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = getComputedStyle(pad).color;
  for (const stroke of strokes) {
    pen.beginPath();
    stroke.forEach(([x, y], at) => (at ? pen.lineTo(x, y) : pen.moveTo(x, y)));
    pen.stroke();
  }
  field.value = strokes.length ? JSON.stringify(strokes) : "";
}

function point(event) {
  const box = pad.getBoundingClientRect();
  const clamp = (part, size) => Math.min(size, Math.max(0, Math.round(part * size)));
  return [clamp((event.clientX - box.left) / box.width, pad.width), clamp((event.clientY - box.top) / box.height, pad.height)];
}

pad.addEventListener("pointerdown", (event) => {
  pad.setPointerCapture(event.pointerId);
  strokes.push([point(event)]);
  event.preventDefault();
});
pad.addEventListener("pointermove", (event) => {
  if (!pad.hasPointerCapture(event.pointerId)) return;
  strokes.at(-1).push(point(event));
  draw();
});
pad.closest("form").addEventListener("reset", () => {
  strokes = [];
  draw();
});
