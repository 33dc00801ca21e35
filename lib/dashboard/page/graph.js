// The graph: who calls whom, the breaker on the edge, one number for each edge.

import { breakerDetail, breakerWords, draw, health, rate, setAttribute, setText } from "./words.js";

const boxHeight = 100;
const rowHeight = 114;
const narrowWidth = 720;
const badgeWidth = 142;

// Pool and queue of a node, as text and as a bar.
function gauge(x, y, width) {
  const fill = draw("rect", { class: "fill", x, y, width: 0, height: 7, rx: 3 });
  const root = draw("g", {}, draw("rect", { class: "track", x, y, width, height: 7, rx: 3 }), fill);
  return {
    root,
    update(busy, size) {
      const share = size > 0 ? Math.min(1, busy / size) : 0;
      setAttribute(fill, "width", (width * share).toFixed(1));
      setAttribute(root, "class", share >= 0.9 ? "full" : "");
    },
  };
}

function box(x, y, width, height, title, lineCount) {
  const state = draw("text", { class: "state", x: x + width - 10, y: y + 20, "text-anchor": "end" });
  const bar = gauge(x + 10, y + 32, width - 20);
  const lines = [];
  for (let i = 0; i < lineCount; ++i) {
    lines.push(draw("text", { class: "quiet", x: x + 10, y: y + 56 + 17 * i }));
  }
  const root = draw("g", {},
    draw("rect", { class: "box", x, y, width, height, rx: 8 }),
    draw("text", { class: "name", x: x + 10, y: y + 20 }, title), state, bar.root, ...lines);
  return { root, state, bar, lines };
}

function fitted(text, width) {
  const most = Math.max(8, Math.floor(width / 6.6));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function edge(path, badgeX, badgeY, numberX, numberY, anchor) {
  const line = draw("path", { class: "edge", d: path });
  const words = draw("text", { x: badgeX + badgeWidth / 2, y: badgeY + 17, "text-anchor": "middle" });
  const number = draw("text", { class: "number", x: numberX, y: numberY, "text-anchor": anchor });
  const badge = draw("g", { class: "badge" },
    draw("rect", { x: badgeX, y: badgeY, width: badgeWidth, height: 25, rx: 12 }), words);
  return { root: draw("g", {}, line, badge, number), line, badge, words, number };
}

function build(width, view) {
  const count = view.services.length;
  const narrow = width < narrowWidth;
  const gatewayHeight = 112;
  const gatewayWidth = narrow ? width - 2 : 232;
  const gatewayX = narrow ? 1 : 74;
  const top = narrow ? gatewayHeight + 18 : 0;
  const narrowRow = rowHeight + 34;
  const height = narrow ? top + count * narrowRow : Math.max(count * rowHeight, gatewayHeight + 8);
  const gatewayY = narrow ? 1 : (height - gatewayHeight) / 2;
  const serviceWidth = narrow ? width - 32 : Math.min(272, width * 0.34);
  const root = draw("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img" });

  const title = view.gateway ? view.gateway.name : "clients";
  const gateway = box(gatewayX, gatewayY, gatewayWidth, gatewayHeight, fitted(title, gatewayWidth - 100), 3);
  if (!view.gateway) gateway.bar.root.remove();
  let arrivals = null;
  if (!narrow && view.gateway) {
    const y = gatewayY + gatewayHeight / 2;
    arrivals = draw("text", { class: "number", x: 0, y: y + 20 });
    root.append(draw("text", { class: "quiet", x: 0, y: y - 8 }, "clients"), arrivals,
      draw("path", { class: "arrow", d: `M0 ${y} H${gatewayX - 4} m-7 -5 l7 5 l-7 5` }));
  }

  const services = view.services.map((service, i) => {
    const x = narrow ? 30 : width - serviceWidth - 2;
    const y = narrow ? top + i * narrowRow + 40 : i * rowHeight + (rowHeight - boxHeight) / 2;
    const node = box(x, y, serviceWidth, boxHeight, fitted(service.name, serviceWidth - 110), 3);
    let link;
    if (narrow) {
      const turn = y - 22;
      link = edge(`M14 ${gatewayY + gatewayHeight} V${turn} H${x + serviceWidth / 2 + 70} V${y}`,
        34, turn - 13, x + serviceWidth - 4, turn + 4, "end");
    } else {
      const fromX = gatewayX + gatewayWidth;
      const fromY = gatewayY + (gatewayHeight * (i + 1)) / (count + 1);
      const toY = y + boxHeight / 2;
      const middle = (fromX + x) / 2;
      link = edge(`M${fromX} ${fromY} C${middle} ${fromY} ${middle} ${toY} ${x} ${toY}`,
        middle - badgeWidth / 2, (fromY + toY) / 2 - 13, x - 8, toY - 8, "end");
    }
    root.append(link.root, node.root);
    return { node, link, width: serviceWidth };
  });
  root.append(gateway.root);
  return { root, gateway, arrivals, services, width };
}

function summary(view) {
  return view.services.map((s) => `${s.name}: ${health[s.health].slice(2).toLowerCase()}`).join("; ");
}

function queueWords(waiting, places) {
  return places === null ? `queue ${waiting}` : `queue ${waiting}/${places}`;
}

function updateGateway(picture, view) {
  const { gateway, arrivals } = picture;
  const node = view.gateway;
  if (!node) {
    setText(gateway.lines[0], `${rate(view.services.reduce((sum, s) => sum + s.arrivals_per_s, 0))}/s`);
    return;
  }
  setAttribute(gateway.root, "class", `s-${node.health}`);
  setText(gateway.state, health[node.health]);
  gateway.bar.update(node.busy, node.workers);
  setText(gateway.lines[0], `pool ${node.busy}/${node.workers}, ${queueWords(node.waiting, node.queue)}`);
  setText(gateway.lines[1], `load needs ${node.expected_occupancy.toFixed(1)} of ${node.workers}`);
  setText(gateway.lines[2], `retries ${rate(node.retries_per_s)}/s, rejected ${rate(node.rejected_per_s)}/s`);
  if (arrivals) setText(arrivals, `${rate(view.services.reduce((sum, s) => sum + s.arrivals_per_s, 0))}/s`);
}

function updateService(part, service, view) {
  const { node, link } = part;
  setAttribute(node.root, "class", `s-${service.health}`);
  setText(node.state, health[service.health]);
  node.bar.update(service.busy, service.workers);
  const say = (line, text) => setText(line, fitted(text, part.width - 20));
  say(node.lines[0], `busy ${service.busy}/${service.workers}, ${queueWords(service.waiting, service.queue)}` +
    (service.fallback_per_s > 0 ? `, fallback ${rate(service.fallback_per_s)}/s` : ""));
  say(node.lines[1], breakerDetail(service.breaker));
  const fault = service.faults.length ? view.faults[service.faults[0]] : null;
  setAttribute(node.lines[2], "class", fault ? "fault" : "quiet");
  say(node.lines[2], fault ? `fault: ${fault.text}` : "");

  setAttribute(link.root, "class", service.breaker ? `e-${service.breaker.state}` : "e-none");
  setAttribute(link.line, "class", service.qps > 0 && !view.paused ? "edge flows" : "edge");
  link.badge.style.display = view.gateway ? "" : "none";
  setText(link.words, breakerWords(service.breaker));
  setText(link.number, `${rate(service.qps)}/s`);
}

export function makeGraph(place) {
  let picture = null;
  let shown = "";
  let last = null;
  function update(view) {
    last = view;
    const width = Math.floor(place.clientWidth);
    if (width < 40) return;
    const wanted = JSON.stringify([width, Boolean(view.gateway), view.services.map((s) => s.name)]);
    if (wanted !== shown) {
      picture = build(width, view);
      place.replaceChildren(picture.root);
      shown = wanted;
    }
    setAttribute(picture.root, "aria-label", summary(view));
    updateGateway(picture, view);
    picture.services.forEach((part, i) => updateService(part, view.services[i], view));
  }
  new ResizeObserver(() => last && update(last)).observe(place);
  return update;
}
