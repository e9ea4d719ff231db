"use strict";

// The programme works without this; here it only goes quicker.
const sheet = document.getElementById("sheet");
// A page that was shown again holds text that is stored nowhere.
let touched = "typed" in sheet.dataset;

// A known speaker that was picked becomes a line at once.
function pick(event) {
  const input = event.target;
  if (!input.matches("input[list=known]") || !input.value.trim()) return;
  const lines = input.closest(".item").querySelector(".by textarea");
  lines.value = [lines.value.trimEnd(), input.value.trim()].filter(Boolean).join("\n");
  lines.rows = lines.value.split("\n").length;
  input.value = "";
  event.preventDefault();
}

function press(value) {
  const button = sheet.querySelector(`button[value="${value}"]`);
  if (button) sheet.requestSubmit(button);
  return Boolean(button);
}

function keys(event) {
  if (event.key === "Enter") pick(event);
  const name = event.target.name || "";
  const row = /^r(\d+)-/.exec(name)?.[1];
  const acts = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" };
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    press("save");
  } else if (event.altKey && event.shiftKey && row && acts[event.key]) {
    // Comes back with the page, so that the key can be pressed again.
    const cursor = document.createElement("input");
    Object.assign(cursor, { type: "hidden", name: "cursor", value: name.endsWith("-time") ? "time" : "title" });
    sheet.append(cursor);
    if (press(`${acts[event.key]}.${row}`)) event.preventDefault();
    else cursor.remove();
  }
}

sheet.addEventListener("change", pick);
sheet.addEventListener("keydown", keys);
sheet.addEventListener("input", () => { touched = true; });
sheet.addEventListener("submit", () => { touched = false; });
window.addEventListener("beforeunload", (event) => { if (touched) event.preventDefault(); });
