// Replaces the parts of the page that have changed. What has the focus waits until it has lost it.
const state = document.getElementById("live");
const events = new EventSource("/events");
let running = false;
let again = false;

async function update() {
  if (running) {
    again = true;
    return;
  }
  running = true;
  try {
    const answer = await fetch("/");
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) replace(part, fresh.getElementById(part.id));
  } finally {
    running = false;
  }
  if (again) {
    again = false;
    update();
  }
}

function replace(part, next) {
  if (part.contains(document.activeElement)) return;
  for (const { id } of part.querySelectorAll("details[open]")) {
    const same = next.querySelector(`[id="${id}"]`);
    if (same !== null) same.open = true;
  }
  if (!part.isEqualNode(next)) part.replaceWith(next);
}

events.onopen = () => {
  state.textContent = "Changes show at once.";
  update();
};
events.onmessage = update;
events.onerror = () => {
  state.textContent = "The sandbox does not answer.";
};
document.addEventListener("focusout", () => setTimeout(update));
