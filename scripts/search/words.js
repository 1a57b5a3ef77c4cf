// Words: cuts a text into tokens and terms as generator/backfile/tokenizer.py does. `rules` is what that says of itself,
// so that there is one definition; tests/fixtures/tokens.json holds both to it.
/** @typedef {{text: string, start: number, end: number}} Token a word, or two signs of a script without spaces, and
 *  where it stands in its text */

/** @param {object} rules `describe_tokenizer` */
const makeTokenizer = (rules) => {
  const { joined, letters } = rules, compile = (pattern) => new RegExp(pattern, "gu");
  const token = compile(`[${joined}]+|(?:(?![${joined}])[\\p{L}\\p{N}${rules.marks}])+`);
  const begins = compile(`^[${joined}]`), accents = compile(`[${rules.accents}]+`), others = compile(`[${Object.keys(letters).join("")}]`);
  const endings = rules.endings.map((pairs) => pairs.map(([pattern, instead]) => [new RegExp(pattern, "u"), instead]));
  const common = rules.common.map((words) => new Set(words.split(" ")));
  const bare = (text) => text.normalize("NFKD").toLowerCase();

  /** A token without case. */
  const lower = (text) => bare(text).normalize("NFC");
  /** A token without case and accents: `Café` is `cafe`. */
  const fold = (text) => bare(text).replace(accents, "").replace(others, (sign) => letters[sign]).normalize("NFC");
  /** Whether a text begins with a sign of a script that sets no spaces. */
  const isJoined = (text) => !text.search(begins);

  /** @returns {Token[]} the tokens of a text, in order */
  const findTokens = (text) => {
    const found = [];
    for (const match of text.matchAll(token)) {
      let start = match.index;
      const add = (text) => found.push({ text, start, end: start + text.length });
      if (isJoined(match[0])) {
        const signs = [...match[0].normalize("NFKC")];
        for (let at = 0; !at || at < signs.length - 1; start += signs[at++].length) add(signs.slice(at, at + 2).join(""));
      } else add(match[0]);
    }
    return found;
  };
  /** @returns {string[]} the terms of a token in the archive's languages; an empty one where it is common */
  const findTerms = (text) => {
    const folded = fold(text);
    const terms = endings.map((pairs, language) =>
      common[language].has(folded)
        ? ""
        : pairs.reduce((word, [pattern, instead]) => word.replace(pattern, instead), folded),
    );
    return [...new Set(terms)];
  };
  return { fold, lower, findTokens, findTerms, isJoined };
};
