// Buttons and keys. What they do shows in the next picture that comes; here only refusals show.

import { make, setAttribute, setText } from "./words.js";

const speeds = [1, 10, 100];
const byId = (id) => document.getElementById(id);

async function send(control) {
  const answer = byId("answer");
  try {
    const reply = await fetch("control", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(control),
    });
    if (reply.ok) {
      answer.textContent = "";
      return;
    }
    const body = await reply.json().catch(() => ({}));
    answer.textContent = `Refused: ${body.error ?? reply.status}`;
  } catch {
    answer.textContent = "The program does not answer.";
  }
}

export function makeControls() {
  let view = null;
  const actions = {
    pause: () => send({ action: view.paused ? "resume" : "pause" }),
    step: () => send({ action: "step", what: "second" }),
    event: () => send({ action: "step", what: "event" }),
    slower: () => changeSpeed(-1),
    faster: () => changeSpeed(1),
    breakers: () => send({ action: "breakers", on: !view.breakers_on }),
    retries: () => send({ action: "retries", on: !view.retries_on }),
    bulkheads: () => send({ action: "bulkheads", on: !view.bulkheads_on }),
  };
  const keys = {
    " ": "pause", ".": "step", ",": "event", "-": "slower", "+": "faster", "=": "faster",
    b: "breakers", r: "retries", k: "bulkheads",
  };
  const target = byId("target");
  const help = byId("help");
  let targets = "";

  function changeSpeed(direction) {
    const above = speeds.find((speed) => speed > view.speed);
    const below = [...speeds].reverse().find((speed) => speed < view.speed);
    const speed = direction > 0 ? above : below;
    if (speed) send({ action: "speed", value: speed });
  }

  function fault(service, kind) {
    if (service) send({ action: "fault", service, kind });
  }

  for (const [id, action] of Object.entries(actions)) byId(id).addEventListener("click", () => view && action());
  for (const button of document.querySelectorAll("[data-fault]")) {
    button.addEventListener("click", () => fault(target.value, button.dataset.fault));
  }
  byId("help-button").addEventListener("click", () => help.showModal());

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !view || help.open) return;
    const on = event.target;
    if (on.matches("input, select, textarea")) {
      if (event.key === "Escape") on.blur();
      return;
    }
    // A focused button takes the space bar for itself.
    if (event.key === " " && on.matches("button")) return;
    const digit = /^Digit([1-9])$/.exec(event.code);
    if (digit) fault(view.services[Number(digit[1]) - 1]?.name, event.shiftKey ? "hang" : "degrade");
    else if (event.key === "/") byId("filter").focus();
    else if (event.key === "?") help.showModal();
    else if (keys[event.key]) actions[keys[event.key]]();
    else return;
    event.preventDefault();
  });

  return function update(next) {
    view = next;
    setText(byId("pause").firstChild, view.paused ? "Resume" : "Pause");
    setAttribute(byId("breakers"), "aria-pressed", view.breakers_on);
    setAttribute(byId("retries"), "aria-pressed", view.retries_on);
    setAttribute(byId("bulkheads"), "aria-pressed", view.bulkheads_on);
    const names = JSON.stringify(view.services.map((service) => service.name));
    if (names === targets) return;
    targets = names;
    target.replaceChildren(...view.services.map((service, i) =>
      make("option", { value: service.name }, i < 9 ? `${i + 1} ${service.name}` : service.name)));
    target.value = view.services[view.services.length - 1]?.name ?? "";
  };
}
