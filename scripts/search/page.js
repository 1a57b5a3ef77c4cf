// The page: what a reader types is asked at once, the address holds it, and arrow keys lead through what was found.

/** So many articles are shown at first, and so many milliseconds after the last key more files are loaded. */
const FIRST = 3, PAUSE = 150;
/** So much of a text is shown, with so much before the first of the words. */
const MOST = 290, LEAD = 60;

/** @param {HTMLFormElement} form of templates/search.html; its `data-` attributes have the index's description and all
 *  that is to be said */
const begin = (form) => {
  const { title } = document, said = form.dataset, { q: box, order } = form.elements;
  const [list, status, more, help, chart] = ["articles", "status", "more", "help", "years"].map((name) =>
    document.querySelector(`.found-${name}`),
  );
  const loads = {}, arrived = {};
  globalThis.backfile = (name, data) => (arrived[name] = data);
  let found, told, asked = 0, isTyping = false, isSettled = true;
  /** A file of the index, by way of a script, since a page on a disk may fetch nothing. One that failed is asked for again.
   *  While a reader types, only what was loaded before is at hand. */
  const load = async (name) => {
    if (isTyping && !(name in arrived)) throw new Error(name);
    return (loads[name] ??= new Promise((resolve, reject) => {
      const script = make("script", [], { src: `${said.base}${name}.js` });
      script.onload = script.onerror = () => {
        script.remove();
        if (name in arrived) return resolve(arrived[name]);
        loads[name] = null;
        reject();
      };
      document.head.append(script);
    }));
  };
  const { search, show, suggest, findTokens, findTerms, dated } = openIndex(JSON.parse(said.index), load);
  const say = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

  /** Those of a text's tokens that were asked for, each with its terms. */
  const chooseWanted = (tokens) =>
    tokens.flatMap((token) => {
      const terms = findTerms(token.text);
      return terms.some((term) => found.terms.has(term)) ? { ...token, terms: terms.join() } : [];
    });
  /** A text with the words that were asked for marked. */
  const mark = (text) => {
    const parts = [];
    let at = 0;
    for (const { start, end } of chooseWanted(findTokens(text))) {
      if (start >= at) parts.push(text.slice(at, start), make("mark", []));
      parts.at(-1).append(text.slice(Math.max(at, start), end));
      at = end;
    }
    return [...parts, text.slice(at)];
  };
  /** The part of a text that has most of the words that were asked for: its beginning, unless another has more. */
  const excerpt = (text) => {
    if (text.length <= MOST) return text;
    const tokens = findTokens(text), wanted = chooseWanted(tokens);
    const rate = (from) => new Set(wanted.filter(({ start }) => start >= from && start < from + MOST - LEAD).map(({ terms }) => terms)).size;
    const from = [0, ...wanted.map(({ start }) => start)].reduce((best, at) => (rate(at) > rate(best) ? at : best));
    const { start } = from ? tokens.find(({ start }) => start >= from - LEAD) : { start: 0 };
    const last = text.length > start + MOST && tokens.filter(({ end }) => end < start + MOST).at(-1);
    return (start ? "… " : "") + text.slice(start, last?.end) + (last ? " …" : "");
  };
  /** What is shown of an article. Where that has none of the words, the link leads to where the article has them. */
  const describe = ([title, address, date, source, text, language]) => {
    const spoken = language && { lang: language };
    const parts = [mark(title), mark(excerpt(text))], isSeen = parts.flat().some((part) => part.nodeName);
    const sought = isSeen ? [] : found.words.map((word) => `text=${encodeURIComponent(word)}`);
    const place = sought.length ? `#:~:${sought.join("&")}` : "";
    const inside = [
      make("h2", [make("a", parts[0], { href: said.top + encodeURI(address) + place, ...spoken })]),
      make("p", [make("bdi", [[date, source].filter(Boolean).join(" · ")])], { class: "about" }),
      make("p", parts[1], spoken),
    ];
    return make("li", inside, { dir: "auto" });
  };
  const read = ({ hits }, start, number) => Promise.all(hits.slice(start, start + number).map(show));
  const add = (rows) => {
    list.append(...rows.map(describe));
    more.hidden = list.children.length >= found.hits.length;
    sight.disconnect();
    if (!list.children[9]) sight.observe(more);
  };
  /** Shows so many more, less those that came meanwhile. */
  const showMore = async (number) => {
    const mine = found, start = list.children.length, rows = await read(mine, start, number);
    if (mine === found) add(rows.slice(list.children.length - start));
    if (status.querySelector("button")) status.replaceChildren(...told);
  };
  /** Up to ten articles are shown as soon as there is room for them. */
  const sight = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && attempt(() => showMore(FIRST)));
  const addressOf = (q) => {
    const [from, to] = years.chosen();
    const set = Object.entries({ q, order: order.value, from, to }).filter(([, value]) => value);
    return set.length ? `?${new URLSearchParams(set)}` : location.pathname;
  };
  /** What the form asks for, with the first articles and, of words that no article has, the nearest. */
  const answer = async () => {
    const [from, to] = years.chosen(), result = await search(box.value, { order: order.value, from, to });
    const near = async (word) => [word, await suggest(word)];
    return [result, await read(result, 0, FIRST), await Promise.all(result.unknown.slice(0, 3).map(near))];
  };
  const tell = ([result, rows, unknown]) => {
    const query = box.value.trim(), parts = [], { hits, passed, isAsking } = (found = result);
    const number = hits.length.toLocaleString(`${document.documentElement.lang}-u-nu-latn`);
    document.title = query ? `${query} · ${title}` : title;
    help.open = !query;
    years.draw(found.years);
    list.replaceChildren();
    list.ariaBusy = false;
    add(rows);
    if (isAsking) parts.push(hits.length ? say(said.many, { number }) : said.none);
    if (passed.length) parts.push(say(said.passed, { words: passed.join(", ") }));
    for (const [word, near] of unknown) {
      const links = near.flatMap((other) => [", ", make("a", [other], { href: addressOf(query.replace(word, other)) })]);
      parts.push(make("br", []), say(said.lacks, { word: word.slice(0, 40) }), make("span", near.length ? [said.near, " ", ...links.slice(1)] : []));
    }
    told = parts.flatMap((part) => [part, " "]);
    status.replaceChildren(...told);
  };
  /** Asks what stands in the form. What takes more files waits until the reader pauses. */
  const ask = async (mine = ++asked) => {
    const slow = setTimeout(() => {
      if (mine !== asked) return;
      status.replaceChildren(said.busy);
      list.ariaBusy = true;
    }, 2 * PAUSE);
    try {
      const answered = await answer();
      if (mine !== asked) return;
      isTyping = false;
      tell(answered);
    } catch (fault) {
      if (mine === asked && !isTyping) {
        list.replaceChildren();
        more.hidden = chart.hidden = true;
        throw fault;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      if (mine !== asked) return;
      isTyping = false;
      await ask(mine);
    } finally {
      clearTimeout(slow);
    }
  };
  /** Does what needs files of the index; where one can't be read, it says so, and offers to try again. */
  const attempt = async (action) => {
    try {
      return await action();
    } catch {
      if (isTyping) return;
      const again = make("button", [said.again], { type: "button" });
      again.onclick = async () => {
        await attempt(action);
        if (!status.querySelector("button")) box.focus();
      };
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
  const years = openYears(chart, dated, (first, last) => say(said.span, { first, last }), change);
  const restore = async () => {
    const [shown, top] = history.state ?? [];
    const set = new URLSearchParams(location.search), of = (name) => set.get(name) ?? "";
    box.value = of("q");
    order.value = of("order");
    if (!order.value) order.value = "";
    years.choose(of("from"), of("to"));
    isSettled = true;
    await attempt(ask);
    if (shown > FIRST) await attempt(() => showMore(shown - FIRST));
    if (shown) scrollTo(0, top);
  };
  /** Who comes back finds as many articles as before. */
  onpagehide = () => history.replaceState([list.children.length, scrollY], "");
  order.onchange = change;
  box.oninput = () => {
    isTyping = true;
    change();
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    const address = addressOf(box.value.trim());
    if (isSettled && address !== location.search) location.assign(address);
    isSettled = true;
  };
  more.onclick = async () => {
    const start = list.children.length;
    await attempt(() => showMore(10));
    list.children[start]?.querySelector("a").focus();
  };
  onpopstate = restore;
  onkeydown = (event) => {
    if (event.isComposing || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    const stops = [box, ...list.querySelectorAll("a"), more], at = stops.indexOf(event.target);
    const next = { ArrowDown: stops[at + 1], ArrowUp: stops[at - 1], Escape: box }[event.key];
    if (at < 0 || !next || next.hidden || next === event.target) return;
    event.preventDefault();
    next === more ? more.onclick() : next.focus();
  };
  document.querySelector(".needs-script").hidden = false;
  restore();
  if (!box.value) box.focus();
};
const form = globalThis.document?.querySelector(".search-page");
if (form) begin(form);
