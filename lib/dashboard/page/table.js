// The services in numbers, with the last two minutes as curves.

import { draw, health, make, milliseconds, percent, rate, setAttribute, setText } from "./words.js";

const seconds = 120;
const most = 20; // times the SLO, at the upper edge

// The SLO lies at half height whatever the values are: a flat curve and a cliff do not look alike.
function heightOf(value, slo) {
  const ratio = value / slo;
  return ratio <= 1 ? ratio / 2 : 0.5 + 0.5 * Math.min(1, Math.log(ratio) / Math.log(most));
}

function spark(hasSlo) {
  const curve = draw("path", { class: "curve" });
  const root = draw("svg", { class: "spark", viewBox: "0 0 120 30", preserveAspectRatio: "none", role: "img" },
    draw("line", { class: "floor", x1: 0, x2: 120, y1: 30, y2: 30 }), curve);
  if (hasSlo) root.append(draw("line", { class: "slo", x1: 0, x2: 120, y1: 15, y2: 15 }));
  return {
    root,
    update(values, heights, label) {
      let path = "";
      let pen = "M";
      values.forEach((value, i) => {
        if (value === null) {
          pen = "M";
          return;
        }
        const x = seconds - values.length + i + 1;
        path += `${pen}${x} ${(29 - 28 * heights(value)).toFixed(1)}`;
        pen = "L";
      });
      setAttribute(curve, "d", path);
      setAttribute(root, "aria-label", label);
    },
  };
}

function cell(label, name, ...children) {
  return make("td", { class: name, "data-label": label }, ...children);
}

function makeRow(name) {
  const row = {
    state: cell("state", "state"), rate: cell("per s", "number"), errors: cell("errors", "number"),
    p99: cell("p99", "number"), burn: cell("burn", "number"),
    rateCurve: spark(false), errorCurve: spark(true), p99Curve: spark(true),
  };
  row.root = make("tr", {}, make("th", { scope: "row" }, name), row.state, row.rate, row.errors, row.p99, row.burn,
    cell("rate, 2 min", "curve", row.rateCurve.root), cell("errors, 2 min", "curve", row.errorCurve.root),
    cell("p99, 2 min", "curve", row.p99Curve.root));
  return row;
}

function updateRow(row, node, slo) {
  const state = health[node.health];
  setAttribute(row.state, "class", `state is-${node.health}`);
  setText(row.state, state);
  setText(row.rate, rate(node.qps));
  const measured = node.window;
  const seen = measured.samples > 0;
  setText(row.errors, seen ? `${percent(measured.error_percent)} %${node.error_rate_breached ? " !" : ""}` : "-");
  setAttribute(row.errors, "class", node.error_rate_breached ? "number breached" : "number");
  setText(row.p99, seen ? `${milliseconds(measured.p99_ms)} ms${node.p99_breached ? " !" : ""}` : "-");
  setAttribute(row.p99, "class", node.p99_breached ? "number breached" : "number");
  setAttribute(row.errors, "title", `${measured.errors} of ${measured.samples} in the last ${slo.window_s} s`);
  const burn = node.burn_rates[0];
  setText(row.burn, burn ? `${burn.long.toFixed(1)}${burn.is_over ? " !" : ""}` : "-");

  const { qps, error_percent, p99_ms } = node.history;
  const top = Math.max(1, ...qps) * 1.1;
  row.rateCurve.update(qps, (value) => value / top, `requests per second, now ${rate(node.qps)}, at most ${rate(top / 1.1)}`);
  row.errorCurve.update(error_percent, (value) => heightOf(value, slo.error_percent),
    `errors, now ${percent(node.second.error_percent)} percent, SLO ${slo.error_percent}`);
  row.p99Curve.update(p99_ms, (value) => heightOf(value, slo.p99_ms),
    `p99, now ${milliseconds(node.second.p99_ms)} milliseconds, SLO ${slo.p99_ms}`);
}

export function makeTable(body) {
  let rows = [];
  let shown = "";
  return function update(view) {
    const nodes = view.gateway ? [view.gateway, ...view.services] : view.services;
    const wanted = JSON.stringify(nodes.map((node) => node.name));
    if (wanted !== shown) {
      rows = nodes.map((node) => makeRow(node.name));
      body.replaceChildren(...rows.map((row) => row.root));
      shown = wanted;
    }
    rows.forEach((row, i) => updateRow(row, nodes[i], view.slo));
  };
}
