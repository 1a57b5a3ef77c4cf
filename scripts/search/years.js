// Years: a chart of what was found over time, and two sliders below it that leave some of the years.
/** An element, of the page or of a drawing. */
const make = (name, inside, attributes = {}, space = "http://www.w3.org/1999/xhtml") => {
  const element = document.createElementNS(space, name);
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  element.append(...inside);
  return element;
};
/** @param {Element} part what holds the chart, two ranges, an output and a button that chooses all years
 *  @param {string[]} known the years of the archive, in order
 *  @param {(from: string, to: string) => string} say how a span of years is told
 *  @param {() => void} changed called when a reader chooses */
const openYears = (part, known, say, changed) => {
  const [chart, from, to, said, reset] = part.querySelectorAll("svg, input, span, button"), ranges = [from, to];
  const first = +known[0], last = known.at(-1), span = last - first + 1, ends = [first, last];
  /** @returns {string[]} the first and the last year chosen; empty where it is the archive's */
  const chosen = () => ranges.map(({ value }, end) => (value == ends[end] ? "" : value));
  const tell = () => {
    said.textContent = say(from.value, to.value);
    reset.hidden = !chosen().join("");
    for (const bar of chart.children) bar.classList.toggle("left-out", bar.id < from.value || bar.id > to.value);
  };
  const choose = (...values) => {
    ranges.forEach((range, end) => Object.assign(range, { min: first, max: last, value: values[end] || ends[end] }));
    tell();
  };
  /** @param {Map<string, number>} years how many were found in each */
  const draw = (years) => {
    const most = Math.max(...years.values());
    part.hidden = !(span > 1 && years.size);
    chart.setAttribute("viewBox", `0 0 ${span} 40`);
    chart.replaceChildren();
    for (const [year, count] of years) {
      const height = (38 * count) / most + 2, place = { id: year, x: year - first + 0.1, y: 40 - height, width: 0.8, height };
      const label = make("title", [`${year}: ${count}`], {}, chart.namespaceURI);
      if (year) chart.append(make("rect", [label], place, chart.namespaceURI));
    }
    tell();
  };
  ranges.forEach((range, end) => {
    range.oninput = () => {
      const other = ranges[1 - end];
      if ((range.value - other.value) * (end || -1) < 0) other.value = range.value;
      tell();
      changed();
    };
  });
  reset.onclick = () => {
    choose();
    from.focus();
    changed();
  };
  return { draw, choose, chosen };
};
