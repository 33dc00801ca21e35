// Takes pictures of the simulation from the stream and shows them. With ?snapshot=1 there is one
// picture and no stream; with ?seconds=N the stream is left after that long.

import { makeAlerts, makeAnnouncer } from "./alerts.js";
import { makeControls } from "./controls.js";
import { makeGraph } from "./graph.js";
import { makeLatencies } from "./latencies.js";
import { makeLog } from "./log.js";
import { makeTable } from "./table.js";
import { clock, setText } from "./words.js";

const staleMs = 3500;
const retryMs = 3000;
const byId = (id) => document.getElementById(id);

const graph = makeGraph(byId("graph"));
const table = makeTable(byId("rows"));
const latencies = makeLatencies(byId("latencies"));
const alerts = makeAlerts(byId("alerts"), byId("firing"));
const announce = makeAnnouncer(byId("live"));
const log = makeLog({ list: byId("log"), filter: byId("filter"), kind: byId("kind"), chain: byId("chain") });
const controls = makeControls();

let run = null; // which run the pictures are of
let lastMs = performance.now();
let seen = false;
let ended = false;

function show(view) {
  lastMs = performance.now();
  ended = false;
  const first = run !== view.run;
  run = view.run;
  setText(byId("scenario"), view.scenario);
  setText(byId("seed"), view.seed);
  setText(byId("time"), clock(view.time_s));
  setText(byId("speed"), `${view.speed}×`);
  setText(byId("running"), view.failure ? "FAILED" : view.paused ? "PAUSED" : "RUNNING");
  setText(byId("slo"), `errors ≤ ${view.slo.error_percent} %, p99 ≤ ${view.slo.p99_ms} ms`);
  setText(byId("window"), `errors and p99 over the last ${view.slo.window_s} s`);
  setText(byId("latency-window"), `answers of the last ${view.slo.window_s} s`);
  graph(view);
  table(view);
  latencies(view);
  alerts(view);
  const fresh = log(view, first && seen);
  // What was there before this page was is no news.
  if (seen && !first) announce(fresh);
  seen = true;
  controls(view);
  document.body.dataset.number = view.number;
  document.body.classList.remove("stale");
  banner(view.failure ? `■ This run has ended: ${view.failure}` : "");
}

function banner(text) {
  const place = byId("banner");
  setText(place, text);
  place.hidden = text === "";
}

function watch() {
  const age = performance.now() - lastMs;
  const stale = ended || age > staleMs;
  document.body.classList.toggle("stale", stale && seen);
  if (!stale) return;
  const since = `${Math.round(age / 1000)} s`;
  if (ended) banner(`▲ STALE: the program has ended, ${since} ago. This page looks for it again.`);
  else if (seen) banner(`▲ STALE: nothing new for ${since}. What is below is old.`);
  else banner(`▲ No data yet, for ${since}: is nines still running?`);
}

function listen(until) {
  const stream = new EventSource("events");
  stream.onmessage = (event) => show(JSON.parse(event.data));
  stream.addEventListener("end", () => {
    ended = true;
    stream.close();
    retry();
  });
  // The browser comes back by itself after a lost connection, but not after a refusal.
  stream.onerror = () => stream.readyState === EventSource.CLOSED && retry();
  function retry() {
    setTimeout(() => listen(until), retryMs);
  }
  if (until) setTimeout(() => stream.close(), until * 1000);
}

const options = new URLSearchParams(location.search);
if (options.has("snapshot")) {
  // Synchronous, so that the page is whole when it counts as loaded.
  const request = new XMLHttpRequest();
  request.open("GET", "snapshot.json", false);
  request.send();
  if (request.status === 200) show(JSON.parse(request.responseText));
  else banner("▲ No data yet. Load this page again.");
} else {
  listen(Number(options.get("seconds")) || 0);
  setInterval(watch, 500);
}
