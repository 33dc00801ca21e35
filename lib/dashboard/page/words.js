// Words, numbers and nodes. Text reaches the page as text alone, never as markup.

export const health = {
  healthy: "● HEALTHY",
  degraded: "▲ DEGRADED",
  half_open: "◐ HALF-OPEN",
  open: "■ OPEN",
};

export function make(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function draw(tag, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

// Both write only what has changed, so that a screen reader is not sent over the page every second.
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function setAttribute(node, name, value) {
  if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}

export function clock(seconds, digits = 1) {
  const factor = 10 ** digits;
  const whole = Math.floor(seconds * factor + 1e-6) / factor;
  const minutes = Math.floor(whole / 60);
  const rest = (whole - 60 * minutes).toFixed(digits).padStart(digits ? 3 + digits : 2, "0");
  return `${String(minutes).padStart(2, "0")}:${rest}`;
}

export function rate(value) {
  return value < 9.95 && value > 0 ? value.toFixed(1) : value.toFixed(0);
}

export function percent(value) {
  return value < 10 ? value.toFixed(2) : value.toFixed(1);
}

export function milliseconds(value) {
  if (value === null) return "-";
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}

export function breakerWords(breaker) {
  if (!breaker) return "no breaker";
  if (breaker.state === "open") {
    const left = breaker.until_half_open_s;
    return left === null ? "■ OPEN" : `■ OPEN ${left.toFixed(1)} s`;
  }
  if (breaker.state === "half_open") {
    const probes = breaker.probes;
    return probes ? `◐ HALF-OPEN ${probes.used}/${probes.permitted}` : "◐ HALF-OPEN";
  }
  return "● CLOSED";
}

export function breakerDetail(breaker) {
  if (!breaker) return "";
  if (breaker.state === "open") return "calls are rejected at once";
  if (breaker.state === "half_open") return "probes decide";
  const window = breaker.window;
  if (window) {
    if (window.calls < window.minimum_calls) return `window ${window.calls} of ${window.minimum_calls} calls`;
    const slow = window.slow_percent !== null && window.slow_percent > 0 ? `, ${percent(window.slow_percent)} % slow` : "";
    return `${window.failed}/${window.calls} failed${slow}, opens at ${window.failure_percent_threshold} %`;
  }
  const row = breaker.in_a_row;
  return row ? `${row.failures} of ${row.threshold} failures in a row` : "";
}
