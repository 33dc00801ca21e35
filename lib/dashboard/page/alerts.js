// The list of alerts, and what a screen reader is told of them and of the breakers: what changed, not
// every second.

import { clock, make } from "./words.js";

const marks = { firing: "▲ FIRING", pending: "△ PENDING", resolved: "✓ RESOLVED" };
const order = { firing: 0, pending: 1, resolved: 2 };
const quietMs = 4000;

function measure(alert, view) {
  if (alert.kind === "error_rate") return [`errors ${alert.value.toFixed(2)} %`, `SLO ${alert.threshold} %`];
  if (alert.kind === "p99") return [`p99 ${alert.value.toFixed(0)} ms`, `SLO ${alert.threshold} ms`];
  const node = view.gateway ?? view.services[0];
  const rule = alert.burn_rule === null ? null : node?.burn_rates[alert.burn_rule];
  const windows = rule ? ` over ${rule.long_s} s and ${rule.short_s} s` : "";
  return [`budget burns ${alert.value.toFixed(1)} times too fast`, `threshold ${alert.threshold}${windows}`];
}

function item(alert, view) {
  const [now, limit] = measure(alert, view);
  const seconds = Math.max(0, view.time_s - alert.since_s);
  return make("li", {}, make("b", { class: alert.phase }, marks[alert.phase]), ` ${alert.service ?? view.gateway?.name ?? "system"}: ${now}`,
    make("span", {}, `${limit}; ${alert.phase} since ${clock(alert.since_s)}, ${seconds.toFixed(0)} s`));
}

export function makeAlerts(list, count) {
  return function update(view) {
    const sorted = [...view.alerts].sort((a, b) => order[a.phase] - order[b.phase]);
    const firing = sorted.filter((alert) => alert.phase === "firing").length;
    count.textContent = firing ? `${firing} firing` : "none firing";
    list.replaceChildren(...sorted.map((alert) => item(alert, view)));
    if (!sorted.length) list.append(make("li", {}, "No alerts."));
  };
}

// Speaks at most every few seconds, of what came since.
export function makeAnnouncer(place) {
  let waiting = [];
  let lastMs = -quietMs;
  let timer = null;
  function speak() {
    timer = null;
    if (!waiting.length) return;
    place.textContent = waiting.slice(-3).join(". ");
    waiting = [];
    lastMs = performance.now();
  }
  return function announce(entries) {
    for (const entry of entries) {
      if (entry.kind === "alert_firing" || entry.kind === "alert_resolved" || entry.kind === "breaker") {
        waiting.push(`${entry.service ?? "System"}: ${entry.text}`);
      }
    }
    if (waiting.length && timer === null) {
      timer = setTimeout(speak, Math.max(0, lastMs + quietMs - performance.now()));
    }
  };
}
