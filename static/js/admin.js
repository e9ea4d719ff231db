"use strict";

// A choice that is searched for is drawn over its select, which has the name; the drawing gets it too.
function nameChoices() {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const drawn = select.nextElementSibling?.querySelector(".select2-selection");
    const text = drawn?.querySelector(".select2-selection__rendered");
    if (!text || !text.hasAttribute("role")) continue;
    const name = select.getAttribute("aria-label") || select.labels[0]?.textContent.replace(/:\s*$/, "") || "";
    text.removeAttribute("role");
    text.removeAttribute("aria-readonly");
    const label = document.createElement("span");
    label.id = `${text.id}-name`;
    label.className = "visually-hidden";
    label.textContent = name;
    drawn.after(label);
    drawn.setAttribute("aria-labelledby", `${label.id} ${text.id}`);
  }
}

// In the queue of the library that draws them, after the drawing.
window.django?.jQuery?.(nameChoices);
document.addEventListener("formset:added", () => setTimeout(nameChoices));
