// The event log, newest first, with a filter; a click follows causes and effects.

import { clock, make } from "./words.js";

const words = {
  fault_begins: "FAULT", fault_ends: "FAULT ENDS", breaker: "BREAKER", fallback_begins: "FALLBACK",
  fallback_ends: "FALLBACK ENDS", alert_pending: "PENDING", alert_firing: "ALERT", alert_resolved: "RESOLVED",
  control: "CONTROL", arm_failed: "FAILED",
};
const entriesMax = 1000;
const shownMax = 300;

function group(kind) {
  return kind === "arm_failed" ? "control" : kind.split("_")[0];
}

function colour(entry) {
  if (entry.kind === "alert_resolved" || entry.kind === "fault_ends" || entry.to === "closed") return "good";
  if (entry.to === "half_open" || entry.kind === "alert_pending") return "halfway";
  return `k-${group(entry.kind)}`;
}

export function makeLog({ list, filter, kind, chain }) {
  let entries = []; // oldest first
  let newest = 0;
  let chosen = null;
  let gateway = "gateway";

  function chainOf(id) {
    const byId = new Map(entries.map((entry) => [entry.id, entry]));
    let root = byId.get(id);
    while (root && byId.has(root.cause)) root = byId.get(root.cause);
    const family = new Set([root ? root.id : id]);
    for (const entry of entries) if (family.has(entry.cause)) family.add(entry.id);
    return family;
  }

  function matches(entry, family, wanted) {
    if (family && !family.has(entry.id)) return false;
    if (kind.value && group(entry.kind) !== kind.value) return false;
    if (!wanted) return true;
    return `${words[entry.kind] ?? entry.kind} ${entry.service ?? gateway} ${entry.text}`.toLowerCase().includes(wanted);
  }

  function row(entry) {
    const button = make("button", { type: "button", "data-id": entry.id },
      make("time", {}, clock(entry.time_s, 3)), make("b", { class: colour(entry) }, words[entry.kind] ?? entry.kind),
      `${entry.service ?? gateway}: ${entry.text}`);
    return make("li", {}, button);
  }

  function render() {
    const family = chosen === null ? null : chainOf(chosen);
    const wanted = filter.value.trim().toLowerCase();
    const focused = document.activeElement?.dataset?.id;
    const shown = entries.filter((entry) => matches(entry, family, wanted)).slice(-shownMax).reverse();
    list.replaceChildren(...shown.map(row));
    if (!shown.length) list.append(make("li", {}, entries.length ? "No event matches." : "Nothing has happened yet."));
    if (focused) list.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
    chain.hidden = chosen === null;
    chain.querySelector("span").textContent = `What led to event ${chosen} and what came of it.`;
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    chosen = Number(button.dataset.id);
    render();
  });
  chain.querySelector("button").addEventListener("click", () => {
    chosen = null;
    render();
  });
  filter.addEventListener("input", render);
  kind.addEventListener("change", render);

  render();
  // Returns the entries that were not known; `forget` when another run has begun.
  return function update(view, forget) {
    if (forget) {
      entries = [];
      newest = 0;
      chosen = null;
    }
    gateway = view.gateway?.name ?? "system";
    const fresh = view.log.filter((entry) => entry.id > newest);
    if (fresh.length) {
      entries = entries.concat(fresh).slice(-entriesMax);
      newest = fresh[fresh.length - 1].id;
    }
    if (fresh.length || forget) render();
    return fresh;
  };
}
