// The page: what a reader types is asked at once, the address holds it, and arrow keys lead through what was found.
/** @param {HTMLFormElement} form of templates/search.html; its `data-` attributes have the index's description and all
 *  that is to be said */
const begin = (form) => {
  const said = form.dataset, known = JSON.parse(said.index), { q: box, order } = form.elements;
  const [list, status, more, help, chart] = ["articles", "status", "more", "help", "years"].map((name) =>
    document.querySelector(`.found-${name}`),
  );
  const loads = new Map(), arrived = new Map();
  globalThis.backfile = (name, data) => arrived.set(name, data);
  /** A file of the index, by way of a script, since a page on a disk may fetch nothing. One that failed is asked for again. */
  const load = (name) => {
    if (!loads.has(name)) {
      const script = make("script", [], { src: `${said.base}${name}.js` });
      const loading = new Promise((resolve, reject) => {
        script.onload = script.onerror = () => {
          script.remove();
          if (arrived.has(name)) return resolve(arrived.get(name));
          loads.delete(name);
          reject();
        };
      });
      loads.set(name, loading);
      document.head.append(script);
    }
    return loads.get(name);
  };
  const { search, show, suggest, findTokens, findTerms } = openIndex(known, load);
  const say = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

  let found, asked = 0, isSettled = true;
  /** A text with the words that were asked for marked. */
  const mark = (text) => {
    const parts = [];
    let at = 0;
    for (const token of findTokens(text)) {
      if (!findTerms(token.text).some((term) => found.terms.has(term))) continue;
      if (token.start >= at) parts.push(text.slice(at, token.start), make("mark", []));
      parts.at(-1).append(text.slice(Math.max(at, token.start), token.end));
      at = token.end;
    }
    return [...parts, text.slice(at)];
  };
  const describe = ([title, address, date, source, text, language]) => {
    const spoken = { dir: "auto", ...(language && { lang: language }) };
    const href = said.top + encodeURI(address);
    return make("li", [
      make("h2", [make("a", mark(title), { href, ...spoken })]),
      make("p", [[date, source].filter(Boolean).join(" · ")], { class: "about" }),
      make("p", mark(text), spoken),
    ]);
  };
  /** Shows so many more. @returns the first of them */
  const showMore = async (number) => {
    const mine = asked, start = list.children.length, { hits } = found;
    const rows = await Promise.all(hits.slice(start, start + number).map(show));
    if (mine !== asked || list.children[start]) return;
    list.append(...rows.map(describe));
    more.hidden = !hits[list.children.length];
    return list.children[start];
  };
  const addressOf = (q) => {
    const [from, to] = years.chosen();
    const set = Object.entries({ q, order: order.value, from, to }).filter(([, value]) => value);
    return set.length ? `?${new URLSearchParams(set)}` : location.pathname;
  };
  const ask = async () => {
    const mine = ++asked, query = box.value.trim(), [from, to] = years.chosen(), parts = [];
    help.open = !query;
    const result = await search(box.value, { order: order.value, from, to });
    if (mine !== asked) return;
    found = result;
    const { hits, passed, unknown } = found, number = hits.length.toLocaleString(document.documentElement.lang, { numberingSystem: "latn" });
    years.draw(found.years);
    list.replaceChildren();
    more.hidden = true;
    if (query) parts.push(hits.length ? say(said.many, { number }) : said.none);
    if (passed.length) parts.push(say(said.passed, { words: passed.join(", ") }));
    await showMore(5);
    for (const word of unknown.slice(0, 3)) {
      const near = await suggest(word);
      const links = near.flatMap((other) => [", ", make("a", [other], { href: addressOf(query.replace(word, other)) })]);
      parts.push(say(said.lacks, { word }), make("span", near.length ? [said.near, " ", ...links.slice(1)] : []));
    }
    if (mine === asked) status.replaceChildren(...parts.flatMap((part) => [part, " "]));
  };
  /** Does what needs files of the index; where one can't be read, it says so, and offers to try again. */
  const attempt = async (action) => {
    try {
      return await action();
    } catch {
      const again = make("button", [said.again], { type: "button" });
      again.onclick = () => attempt(action);
      status.replaceChildren(said.broken, " ", again);
    }
  };
  /** Asks what stands in the form. The address holds it, and so does the browser's history once a reader stays with it;
   *  where no page on a disk may change its address, that waits for the form to be sent. */
  const change = () => {
    try {
      history[isSettled ? "pushState" : "replaceState"](null, "", addressOf(box.value.trim()));
      isSettled = false;
    } catch {
      // It stays as if nothing had been typed since.
    }
    attempt(ask);
  };
  const dated = known.blocks.map(([year]) => year).filter(Boolean).sort();
  const years = openYears(chart, dated, (first, last) => say(said.span, { first, last }), change);
  const restore = () => {
    const set = new URLSearchParams(location.search), of = (name) => set.get(name) ?? "";
    box.value = of("q");
    order.value = of("order");
    years.choose(of("from"), of("to"));
    isSettled = true;
    attempt(ask);
  };
  box.oninput = order.onchange = change;
  form.onsubmit = (event) => {
    event.preventDefault();
    const address = addressOf(box.value.trim());
    if (isSettled && address !== location.search) location.assign(address);
    isSettled = true;
  };
  more.onclick = async () => (await attempt(() => showMore(10)))?.querySelector("a").focus();
  onpopstate = restore;
  onkeydown = (event) => {
    const stops = [box, ...list.querySelectorAll("a"), more], at = stops.indexOf(event.target);
    const next = { ArrowDown: stops[at + 1], ArrowUp: stops[at - 1], Escape: box }[event.key];
    if (at < 0 || !next || next.hidden || next === event.target) return;
    event.preventDefault();
    next.focus();
  };
  document.querySelector(".needs-script").hidden = false;
  restore();
  if (!box.value) box.focus();
};
const form = globalThis.document?.querySelector(".search-page");
if (form) begin(form);
