// Postings: what the files of the index say of terms (docs/search.md has the format).
/** @typedef {Map<number, number>} Weights how much of a term each article has
 *  @typedef {{weights: Weights, placesOf: (hit: number) => number[]}} Postings the articles of a term, and where it
 *  stands in one. A hit is an article: its block times 128, and its
 *  place in the block. */

// A number below PLACES is an article's place in its block, others begin a block. Places of words begin in the title;
// from ABOUT on they are in what else tells what an article is about, from TEXT on in its text.
const PLACES = 91, ABOUT = 32, TEXT = 96, BASE = 55227;

/** @returns {number} the CRC-32 of a text in UTF-8: which file a term is in */
const crc32 = (text) => {
  let crc = -1;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 && 0xedb88320);
  }
  return ~crc >>> 0;
};
/** Reads the number at `at.at`, and moves on: one character, before it a private one if it is large. */
const readNumber = (text, at) => {
  const code = text.charCodeAt(at.at++);
  return code < 0xe000 ? code - (code < 0x5c ? 0x23 : code < 0x7f ? 0x24 : 0x45) : (code - 0xe000) * BASE + readNumber(text, at);
};
/** @returns {number[]} the places from `at.at` on, of one article */
const readPlaces = (text, at) => {
  const places = [];
  let place = 0, step;
  do {
    step = readNumber(text, at);
    places.push((place += step >> 1));
  } while (step & 1);
  return places;
};
/** A word in the title is worth two in the text, one beside the title a little more than one.
 *  @returns {Postings} */
const readPostings = (text) => {
  const weights = new Map(), starts = new Map(), at = { at: 0 };
  let block = 0;
  while (at.at < text.length) {
    const number = readNumber(text, at), hit = block * 128 + number;
    if (number < PLACES) {
      starts.set(hit, at.at);
      let weight = 0;
      for (const place of readPlaces(text, at)) weight += place < ABOUT ? 2 : place < TEXT ? 1.2 : 1;
      weights.set(hit, weight);
    } else block = number - PLACES;
  }
  return { weights, placesOf: (hit) => (starts.has(hit) ? readPlaces(text, { at: starts.get(hit) }) : []) };
};
/** Several terms as one.
 *  @param {Postings[]} terms
 *  @returns {Postings} */
const unite = (terms) => {
  if (terms.length === 1) return terms[0];
  const weights = new Map();
  for (const term of terms) {
    for (const [hit, weight] of term.weights) weights.set(hit, weight + (weights.get(hit) ?? 0));
  }
  return { weights, placesOf: (hit) => terms.flatMap((term) => term.placesOf(hit)).sort((a, b) => a - b) };
};
/** @param {Postings[]} words
 *  @returns {number[]} the articles that have all words */
const intersect = (words) => {
  const [fewest, ...others] = [...words].sort((a, b) => a.weights.size - b.weights.size);
  return fewest ? [...fewest.weights.keys()].filter((hit) => others.every(({ weights }) => weights.has(hit))) : [];
};
/** Whether words stand side by side somewhere, before a place; null stands for a word that isn't known.
 *  @param {(number[] | null)[]} places of each word */
const standTogether = (places, end) => {
  const lead = places.findIndex(Boolean), sets = places.map((all) => all && new Set(all));
  return places[lead].some((place) => place < end && sets.every((set, step) => !set || set.has(place + step - lead)));
};
/** @param {number[][]} places of each word, in order
 *  @returns {number} how near each word comes to the next, from 0 to 1 */
const nearness = (places) => {
  let near = 0;
  for (let word = 1; word < places.length; word++) {
    let least = 50;
    for (let a = 0, b = 0; a < places[word - 1].length && b < places[word].length; ) {
      const gap = places[word][b] - places[word - 1][a];
      least = Math.min(least, Math.abs(gap) || 1);
      gap < 0 ? b++ : a++;
    }
    near += 1 / least;
  }
  return near && near / (places.length - 1);
};
/** @returns {number} in how many steps, a letter more, less, other or swapped with the next, one word becomes another */
const distance = (from, to) => {
  let before, last = [...Array(to.length + 1).keys()];
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (from[i - 1] !== to[j - 1]));
      if (from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return last[to.length];
};
