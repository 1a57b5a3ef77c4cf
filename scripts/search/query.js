// Queries: what is asked for, which articles have it, and in what order.
/** @typedef {{not: boolean, field: string, text: string, tokens: string[]}} Clause what articles must have, or must not:
 *  tokens that stand side by side, or those of a field
 *  @typedef {{token: string, terms: string[], written: false | Map, rarity: number} & Postings} Word a token as it stands
 *  in the archive; `written` are the articles that have it with its accents, where it has any; `mayBeLonger`: hardly
 *  begun, so that it tells nothing if no article has it */

const FIELDS = ["title", "by", "people", "source", "section", "tag", "place"];
/** How much the length of an article counts, and from where on more of a word counts little more (BM25's b and k1). */
const LENGTH = 0.75, ENOUGH = 0.9;

const findField = (name) => FIELDS.find((known) => known === name.toLowerCase()) ?? "";
/** A field of which nothing is asked yet is no clause.
 *  @returns {Clause[]} */
const parseQuery = (query, findTokens) =>
  [...query.matchAll(/([-−–](?=\S))?(?:(\p{L}+):\s?(?=\S))?(?:["“”„«]([^"“”„«»]*)["“”»]?|(\S+))/gu)]
    .map(([, not, name = "", quoted, bare]) => {
      const field = findField(name);
      const text = (field || !name ? "" : `${name}:`) + (quoted ?? bare);
      return { not: !!not, field, text, tokens: findTokens(text).map((token) => token.text) };
    })
    .filter(({ text, tokens }) => tokens.length && !(text.endsWith(":") && findField(text.slice(0, -1))));

/** An index, of which `known` is what the page holds, and whose files `load` gets by their names. */
const openIndex = ({ blocks: lines, rooms, tokenizer }, load) => {
  const { fold, lower, findTokens, findTerms, isJoined } = makeTokenizer(tokenizer), [termRooms, wordRooms, shown] = rooms;
  /** A year and how long articles are, for each block. */
  const blocks = lines.split("\n").flatMap((line) => {
    const [year, ...all] = line.split(" ");
    return all.map((signs) => [year, [...signs].map((sign) => 2 ** (readNumber(sign, { at: 0 }) / 8) - 1)]);
  });
  const sizes = blocks.map(([, sizes]) => sizes);
  const all = sizes.flat(), average = all.reduce((sum, size) => sum + size, 0) / all.length || 1;
  const yearOf = (hit) => blocks[hit >> 7][0], hex = (number) => number.toString(16);
  const remembered = new Map();

  /** @returns {Promise<Postings>} of a term, or a word with its accents (`cafe=café`); read once */
  const find = async (term) => {
    if (!remembered.has(term)) {
      const room = await load(`terms/${hex(crc32(term.split("=")[0]) % termRooms)}`);
      remembered.set(term, readPostings(Object.hasOwn(room, term) ? room[term] : ""));
    }
    return remembered.get(term);
  };
  const findAll = async (terms) => unite(await Promise.all(terms.map(find)));
  /** @returns {Promise<[string, string][]>} words of the archive, among them all that begin so, and how much used they are;
   *  one sign of a script without spaces, or three, tell which file of words they are in */
  const findWords = async (start) =>
    (await load(`words/${hex(crc32(start) % wordRooms)}`)).split(" ").map((word) => [word.slice(0, -1), word.at(-1)]);
  const byUse = (a, b) => (a[1] < b[1]) - (a[1] > b[1]);
  const choose = (words, most) => words.slice(0, most).map(([word]) => word);
  /** Whether a word has too few letters to tell which words begin so. */
  const isShort = (word) => !word[2] && !isJoined(word);
  /** The most used words that begin so. */
  const complete = async (word) => {
    const [a, b, c] = word;
    if (isShort(word)) return [];
    const words = await findWords(isJoined(word) ? a : a + b + c);
    return choose(words.filter(([other]) => other.startsWith(word)).sort(byUse), 5);
  };
  /** The words of the archive that are most like one, with a slip among its first three letters too. */
  const suggest = async (token) => {
    const word = fold(token), [a, b, c, d = ""] = word;
    if (isShort(word)) return [];
    const starts = isJoined(word) ? [a] : [a + b + c, b + a + c, a + c + b, b + c + d, a + c + d, a + b + d];
    const words = new Map((await Promise.all([...new Set(starts)].map(findWords))).flat());
    const rated = [...words].map(([other, uses]) => [other, uses, distance(word, other)]);
    const near = rated.filter(([, , far]) => far && far <= (word.length < 6 ? 1 : 2));
    return choose(near.sort((a, b) => a[2] - b[2] || byUse(a, b)), 3);
  };

  /** @returns {Promise<Word>} `isBegun` says that the word may go on */
  const findWord = async (token, field, isBegun) => {
    const folded = fold(token), exact = lower(token);
    if (field && field !== "title") {
      const values = (words) => findAll(words.map((word) => `${field}:${word}`)), whole = await values([folded]);
      const isWhole = whole.weights.size || !isBegun, postings = isWhole ? whole : await values(await complete(folded));
      return { ...postings, terms: [], mayBeLonger: !isWhole && isShort(folded) };
    }
    const made = findTerms(token), isCommon = made.includes("");
    let terms = made.filter(Boolean), postings = await findAll(terms);
    if (isBegun && !isCommon && !postings.weights.size) {
      terms = [...new Set([token, ...(await complete(folded))].flatMap(findTerms))].filter(Boolean);
      postings = await findAll(terms);
    }
    const written = exact !== folded && (await findAll(terms.map((term) => `${term}=${exact}`))).weights;
    const rarity = Math.log((all.length + 1) / (postings.weights.size + 0.5)), mayBeLonger = isBegun && isShort(folded);
    return { ...postings, token, terms, isCommon, written, mayBeLonger, rarity };
  };
  /** The articles that have what a clause asks for. */
  const match = ({ field, words }) => {
    const own = words.filter(Boolean), hits = intersect(own), isTitle = field === "title";
    if (!isTitle && (field || !own[1])) return hits;
    const placesIn = (hit) => words.map((word) => word && word.placesOf(hit));
    return hits.filter((hit) => standTogether(placesIn(hit), isTitle ? ABOUT : Infinity));
  };
  /** How well an article answers words: rare ones and many of them, in a short text, and as they are written. */
  const rate = (hit, words) => {
    const size = 1 - LENGTH + (LENGTH * sizes[hit >> 7][hit & 127]) / average;
    let score = 0;
    for (const { rarity, weights, written } of words) {
      const weight = weights.get(hit);
      score += (rarity * weight * (1 + ENOUGH)) / (weight + ENOUGH * size) + (written && written.has(hit) && 10);
    }
    return score;
  };
  /** Articles, best first. Where words stand is looked at in the best only: near each other, side by side in their order,
   *  all in the title. */
  const rank = (hits, words) => {
    const byScore = (a, b) => b[1] - a[1] || b[0] - a[0];
    const scored = hits.map((hit) => [hit, rate(hit, words)]).sort(byScore), best = words[0] ? scored.splice(0, 1000) : [];
    for (const one of best) {
      const places = words.map((word) => word.placesOf(one[0]));
      one[1] *= 1 + nearness(places) + standTogether(places, Infinity) + 2 * places.every(([place]) => place < ABOUT);
    }
    return choose([...best.sort(byScore), ...scored]);
  };

  /** @param {{order?: "" | "new" | "old", from?: string, to?: string}} options whether dates decide the order; years
   *  @returns what was found, best first; how many in each year, whatever years are asked for; the words and the
   *  terms to be marked; whether anything was looked for, what was passed over, and the words that no article has */
  const search = async (query, { order = "", from = "", to = "" } = {}) => {
    const clauses = parseQuery(query, findTokens), isOpen = !/[\s"”“»]$/.test(query);
    await Promise.all(
      clauses.map(async (clause, at) => {
        const last = isOpen && !clauses[at + 1] && clause.tokens.at(-1);
        const mayGoOn = (token) => token === last || (isJoined(token) && !token[1]);
        clause.words = await Promise.all(clause.tokens.map((token) => findWord(token, clause.field, mayGoOn(token))));
      }),
    );
    const drop = (isDropped) => {
      for (const clause of clauses) clause.words = clause.words.map((word) => (word && isDropped(word) ? null : word));
    };
    drop(({ mayBeLonger, isCommon, weights }) => mayBeLonger && !isCommon && !weights.size);
    // Where there are other words, common ones are passed over: articles of their language don't have them in the index.
    const hasRare = clauses.some(({ words }) => words.some((word) => word && !word.isCommon));
    const isPassed = ({ isCommon, weights }) => isCommon && (hasRare || !weights.size);
    for (const clause of clauses) clause.isPassed = clause.words.every((word) => word && isPassed(word));
    drop(isPassed);
    const wanted = clauses.filter(({ not }) => !not), listWords = () => wanted.flatMap(({ words }) => words.filter(Boolean));
    const isAsking = () => clauses.some(({ words }) => words.some(Boolean));
    const everything = () => (isAsking() ? sizes.flatMap((some, block) => some.map((_, at) => block * 128 + at)) : []);
    const findHits = () => {
      const words = listWords();
      let hits = words.length ? intersect(words) : everything();
      for (const clause of clauses.filter(({ words }) => words.some(Boolean))) {
        const those = new Set(match(clause));
        hits = hits.filter((hit) => those.has(hit) !== clause.not);
      }
      return hits;
    };
    let hits = findHits();
    // A word of another language may be the beginning of the one that is meant.
    if (!hits.length && listWords().some(({ mayBeLonger }) => mayBeLonger)) {
      drop(({ mayBeLonger }) => mayBeLonger);
      hits = findHits();
    }
    const words = listWords();
    const years = new Map();
    for (const year of hits.map(yearOf)) years.set(year, (years.get(year) ?? 0) + 1);
    const asked = words.filter(({ token }) => token), isWithin = (year) => year && year >= from && year <= (to || year);
    if (from || to) hits = hits.filter((hit) => isWithin(yearOf(hit)));
    return {
      hits: order ? hits.sort((a, b) => (order === "old" ? a - b : b - a)) : rank(hits, asked),
      years,
      terms: new Set(words.flatMap(({ terms }) => terms)),
      isAsking: isAsking(),
      passed: wanted.filter(({ isPassed }) => isPassed).map(({ text }) => text),
      words: asked.map(({ token }) => token),
      unknown: [...new Set(asked.filter(({ weights }) => !weights.size).map(({ token }) => token))],
    };
  };
  /** @returns what a result shows of an article: title, address, date, source, beginning of its text, language */
  const show = async (hit) => {
    const place = hit & 127, part = (place / shown) | 0;
    return (await load(`shown/${hex(hit >> 7)}-${hex(part)}`))[place % shown];
  };
  return { search, show, suggest, findTokens, findTerms, dated: blocks.map(([year]) => year).filter(Boolean) };
};
