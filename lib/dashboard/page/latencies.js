// How each service's latencies are distributed, in the bands in which the simulation counts them.

import { draw, make, milliseconds, setAttribute, setText } from "./words.js";

const height = 40;
const labels = [[1, "1 ms"], [10, "10"], [100, "100"], [1000, "1 s"]];

function count(bands) {
  return 1 + bands.octaves * bands.parts + 1;
}

// One band below 1 ms, equal parts of every power of two from there on, one above.
function bandOf(ms, bands) {
  if (ms < 1) return 0;
  const octave = Math.floor(Math.log2(ms));
  if (octave >= bands.octaves) return count(bands) - 1;
  return 1 + octave * bands.parts + Math.floor((ms / 2 ** octave - 1) * bands.parts);
}

// Names the bands of a few values, below the charts of all services.
function scale(bands) {
  const marks = make("div");
  for (const [ms, label] of labels) {
    const mark = make("span", {}, label);
    mark.style.left = `${(100 * bandOf(ms, bands)) / count(bands)}%`;
    marks.append(mark);
  }
  return make("li", { class: "scale", "aria-hidden": "true" }, marks);
}

function bars(counts, from, to, first, largest) {
  let path = "";
  for (let band = Math.max(from, first); band < Math.min(to, first + counts.length); ++band) {
    const value = counts[band - first];
    // Nothing that is there is hidden.
    if (value > 0) path += `M${band + 0.08} ${height}h.84v${-Math.max(2, (height * value) / largest).toFixed(1)}h-.84z`;
  }
  return path;
}

function makeChart(name, bands) {
  const all = count(bands);
  const description = draw("desc");
  const within = draw("path", { class: "within" });
  const above = draw("path", { class: "above" });
  const limit = draw("line", { class: "slo", y1: 0, y2: height });
  const picture = draw("svg", { class: "bars", viewBox: `0 0 ${all} ${height}`, preserveAspectRatio: "none", role: "img", "aria-label": `Latencies of ${name}` },
    description, draw("line", { class: "floor", x1: 0, x2: all, y1: height, y2: height }), within, above, limit);
  const middle = make("span");
  const p99 = make("span");
  const figures = make("span", { class: "figures" }, middle, p99);
  return {
    root: make("li", {}, make("b", {}, name), picture, figures),
    update(service, slo) {
      const { first, counts, p50_ms, p90_ms } = service.latency;
      const answers = counts.reduce((sum, value) => sum + value, 0);
      const largest = Math.max(1, ...counts);
      // The band in which the SLO lies counts as within it.
      const end = bandOf(slo.p99_ms, bands) + 1;
      setAttribute(within, "d", bars(counts, 0, end, first, largest));
      setAttribute(above, "d", bars(counts, end, all, first, largest));
      setAttribute(limit, "x1", end);
      setAttribute(limit, "x2", end);
      setText(middle, answers ? `p50 ${milliseconds(p50_ms)}, p90 ${milliseconds(p90_ms)}, ` : "no answers");
      setText(p99, answers ? `p99 ${milliseconds(service.window.p99_ms)} ms${service.p99_breached ? " !" : ""}` : "");
      setAttribute(p99, "class", service.p99_breached ? "breached" : "");
      setText(description, `${figures.textContent}; ${answers} answers in the last ${slo.window_s} s; SLO ${slo.p99_ms} ms`);
    },
  };
}

export function makeLatencies(list) {
  let charts = [];
  let shown = "";
  return function update(view) {
    const bands = view.latency_bands;
    const wanted = JSON.stringify([bands, view.services.map((service) => service.name)]);
    if (wanted !== shown) {
      charts = view.services.map((service) => makeChart(service.name, bands));
      list.replaceChildren(...charts.map((chart) => chart.root), scale(bands));
      shown = wanted;
    }
    charts.forEach((chart, i) => chart.update(view.services[i], view.slo));
  };
}
