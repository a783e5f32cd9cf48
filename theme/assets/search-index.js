// Finds and ranks the pages that hold some words; reads what planbook/search.py writes.
// Fetches the directory once, and of the rest only the files that a query needs.

import { stripMarks, words } from "./vietnamese.js";

const LONGEST = 32; // words of a query that count
const PREFIX_SHARDS = 4; // files read for a word that is still being typed
const GUESSES = 6; // spellings tried for a word
const PAIR = 6; // worth of two neighbours, where a word alone is worth 1
const TITLE = 3; // the highest rank
const CORRECTED = 0.8; // worth of a hit for another spelling than the one typed
const GROUPED = 0.97; // worth of a hit for another form: khoa học và công nghệ for KHCN

export class SearchIndex {
  /** Opens the index that lies at an address; throws when there is none that can be read. */
  static async open(base) {
    const directory = await fetchJson(new URL("index.json", base), { cache: "no-cache" });
    return new SearchIndex(new URL(`${directory.folder}/`, base), directory);
  }

  constructor(base, directory) {
    this.base = base;
    this.directory = directory;
    this.files = new Map();
    this.keys = new Map(); // key without marks -> [[key, places, ranks], …]
    this.sorted = new Map(); // number of a shard -> its keys without marks, in order
  }

  /** Finds the pages for a query: {pages, best first, seek: what to mark, corrected, partly}. */
  async search(query) {
    const typed = words(query).slice(0, LONGEST);
    if (!typed.length) return { pages: null, seek: this.seek([]) };
    let found = await this.find(typed);
    const better = await this.correct(typed, found);
    if (better) {
      found = better;
    } else if (!found.pages.length && typed.length > 2) {
      found = { ...found, pages: found.partly(Math.ceil((typed.length * 2) / 3)), incomplete: true };
    }
    return found;
  }

  /** Ranks the pages that hold all of some words, as they stand or in another form. */
  async find(tokens) {
    const grouped = this.group(tokens).map((part) => part.group ?? part.word);
    const streams = [tokens, ...(grouped.join() === tokens.join() ? [] : [grouped])];
    await Promise.all(streams.map((stream) => this.fetchKeys(stream)));
    const results = streams.map((stream) => this.match(stream));
    const { score } = results[0];
    results[1]?.score.forEach((value, page) => {
      score[page] = Math.max(score[page], value * GROUPED);
    });
    const named = new Float32Array(score.length);
    this.weigh(named, wholeName(tokens), 1);
    named.forEach((value, page) => (score[page] += value));
    return {
      tokens,
      score,
      pages: this.order(score),
      fit: Math.max(...results.map((each) => each.fit)),
      unknown: results[0].unknown,
      loose: results[0].loose,
      seek: this.seek([...tokens, ...grouped], tokens.at(-1)),
      partly: (least) => this.order(results[0].sum.map((sum, at) => (results[0].held[at] >= least ? sum : 0))),
    };
  }

  /** Weighs every page by the words and the pairs of neighbours of a query that it holds. */
  match(tokens) {
    const { count } = this.directory;
    const held = new Uint8Array(count);
    const sum = new Float32Array(count);
    const unknown = [];
    const linked = new Array(tokens.length).fill(false);
    const most = tokens.length * worthOf(1, TITLE, true) + (tokens.length - 1) * worthOf(PAIR, TITLE, true);
    tokens.forEach((token, at) => {
      const begun = at === tokens.length - 1 && /^\p{L}/u.test(token); // perhaps not typed to its end
      const worth = new Float32Array(count);
      this.weigh(worth, token, 1);
      if (begun && !worth.some(Boolean)) this.weighPrefix(worth, token, 0.5);
      if (at) {
        const pair = ` ${tokens[at - 1]} ${token}`;
        const near = new Float32Array(count);
        this.weigh(near, pair, PAIR);
        if (begun) this.weighPrefix(near, pair, PAIR / 2);
        near.forEach((value, page) => {
          if (!value) return;
          sum[page] += value;
          worth[page] ||= 0.5; // as in "kế hoac"
          linked[at] = linked[at - 1] = true;
        });
      }
      if (!worth.some(Boolean)) unknown.push(at);
      worth.forEach((value, page) => {
        if (value) {
          sum[page] += value;
          held[page] += 1;
        }
      });
    });
    const score = sum.map((value, page) => (held[page] === tokens.length ? value / most : 0));
    const loose = tokens.map((_, at) => at).filter((at) => !linked[at]);
    // How well the best page fits; one that lacks a word only half as well.
    const fit = Math.max(sum.reduce(larger, 0) / most / 2, score.reduce(larger, 0));
    return { score, fit, sum, held, unknown, loose };
  }

  /** Raises the worth of the pages that hold a key: more with the very marks, more in a title. */
  weigh(worth, key, least) {
    for (const [written, places, ranks] of this.keys.get(stripMarks(key)) ?? []) {
      const exact = written === key && !key.includes("=");
      places.forEach((page, at) => {
        worth[page] = Math.max(worth[page], worthOf(least, ranks[at], exact));
      });
    }
  }

  weighPrefix(worth, key, least) {
    const start = stripMarks(key);
    for (const keys of this.sorted.values()) {
      for (let at = lowerBound(keys, start); keys[at]?.startsWith(start); at += 1) {
        for (const [, places, ranks] of this.keys.get(keys[at])) {
          places.forEach((page, place) => {
            worth[page] = Math.max(worth[page], worthOf(least, ranks[place], false));
          });
        }
      }
    }
  }

  /** Orders the pages that have a score; a page that is no task stands second at best. */
  order(score) {
    const pages = [...score.keys()].filter((page) => score[page]);
    pages.sort((one, other) => score[other] - score[one] || one - other);
    const other = pages.findIndex((page) => this.kind(page) !== "task");
    if (other > 1 && score[pages[other]] === score[pages[0]]) {
      pages.splice(1, 0, ...pages.splice(other, 1));
    }
    return pages;
  }

  /** Looks for a spelling that finds more than what was typed: one letter off, or a space. */
  async correct(typed, found) {
    const suspects = found.unknown.length || typed.length < 2 ? found.unknown : found.loose;
    if (!suspects.length) return null;
    const vocabulary = await this.vocabulary();
    let best = null;
    let tokens = typed;
    for (const at of suspects.slice(0, 4).reverse()) {
      let chosen = null;
      for (const [from, length, guess] of guesses(tokens, at, vocabulary)) {
        const tried = [...tokens.slice(0, from), ...guess, ...tokens.slice(from + length)];
        const result = await this.find(tried);
        if (result.fit > (chosen?.fit ?? 0)) chosen = result;
      }
      if (chosen && chosen.fit * CORRECTED > (best ?? found).fit) {
        best = chosen;
        tokens = chosen.tokens;
      }
    }
    if (!best?.pages.length) return null;
    const others = found.pages.filter((page) => !best.score[page]);
    return { ...best, pages: [...best.pages, ...others], corrected: tokens.join(" ") };
  }

  /** Splits words into those that are a form of something and those that are not. */
  group(tokens) {
    const folded = tokens.map(stripMarks);
    const parts = [];
    for (let at = 0; at < tokens.length; ) {
      let length = Math.min(10, tokens.length - at);
      while (length && !this.directory.forms[folded.slice(at, at + length).join(" ")]) length -= 1;
      const group = this.directory.forms[folded.slice(at, at + length).join(" ")];
      parts.push({ word: tokens[at], group, at, length: length || 1 });
      at += length || 1;
    }
    return parts;
  }

  /** Makes the test that tells which words of a list were sought. */
  seek(tokens, last) {
    const wanted = new Set(tokens.map(stripMarks));
    const start = last && stripMarks(last);
    return (list) =>
      this.group(list).flatMap(({ group, at, length }) =>
        list.slice(at, at + length).map((word) => {
          const plain = stripMarks(word);
          return wanted.has(group) || wanted.has(plain) || (start?.length > 1 && plain.startsWith(start));
        }),
      );
  }

  kind(page) {
    const { sets, of } = this.directory.kinds;
    return sets[of[page]][0];
  }

  /** Tells the values that a page has for a filter. */
  values(page, filter) {
    const { sets, of } = this.directory.filters[filter];
    return sets[of[page]];
  }

  /** Fetches what a result shows of a page: its address, title and cells. */
  async text(page) {
    const { chunk } = this.directory;
    const texts = await this.file(`texts-${Math.floor(page / chunk)}.json`);
    const [url, title, cells] = texts[page % chunk];
    return { url, title, cells };
  }

  async vocabulary() {
    return (await this.file("spelling.json")).map((word) => [stripMarks(word), word]);
  }

  /** Fetches the postings of the words and pairs of a query, and of the name that it may be. */
  async fetchKeys(tokens) {
    const folded = tokens.map(stripMarks);
    const pairs = folded.slice(1).map((word, at) => ` ${folded[at]} ${word}`);
    const last = folded.at(-1);
    const shards = new Set([...folded, ...pairs, wholeName(folded)].map((key) => this.shardOf(key)));
    for (const key of [pairs.at(-1), last]) {
      if (key === undefined || (key === last && last.length < 2 && pairs.length)) continue;
      const [from, to] = [this.shardOf(key), this.shardOf(`${key}\uffff`)];
      for (let at = from; at <= Math.min(to, from + PREFIX_SHARDS - 1); at += 1) shards.add(at);
    }
    await Promise.all([...shards].map((at) => this.fetchShard(at)));
  }

  shardOf(key) {
    const { shards } = this.directory;
    const at = lowerBound(shards, key);
    return Math.max(0, shards[at] === key ? at : at - 1);
  }

  async fetchShard(number) {
    const shard = await this.file(`words-${number}.json`);
    if (this.sorted.has(number)) return;
    const sorted = [];
    for (const [key, steps] of shard) {
      let place = 0;
      const places = steps.map((step) => (place += step));
      const folded = stripMarks(key);
      if (sorted.at(-1) !== folded) {
        sorted.push(folded);
        this.keys.set(folded, []);
      }
      this.keys.get(folded).push([key, places.map((each) => each >> 2), places.map((each) => each & 3)]);
    }
    this.sorted.set(number, sorted);
  }

  file(name) {
    if (!this.files.has(name)) {
      const fetched = fetchJson(new URL(name, this.base));
      fetched.catch(() => this.files.delete(name)); // so that the next try may succeed
      this.files.set(name, fetched);
    }
    return this.files.get(name);
  }
}

async function fetchJson(address, options) {
  const response = await fetch(address, options);
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return response.json();
}

const wholeName = (tokens) => `#${stripMarks(tokens.join(""))}`;

const larger = (one, other) => Math.max(one, other);

/** Weighs one hit: pairs more than words, titles more than cells, the very marks most. */
function worthOf(least, rank, exact) {
  return least + rank * (least > 1 ? 1 : 0.5) + (exact ? 2 : 0);
}

/** Finds the first place in an ordered list whose value is not before a key. */
function lowerBound(list, key) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Lists what a word may have been meant to be: [from, how many words it replaces, words]. */
function guesses(tokens, at, vocabulary) {
  const word = stripMarks(tokens[at]);
  const joined = word + stripMarks(tokens[at + 1] ?? "");
  // What Telex leaves when the keyboard is not switched to Vietnamese: "dduwowcj" is được.
  const telex = word.replace(/([aeod])\1/g, "$1").replaceAll("w", "").replace(/(?<=[aeiouy].*)[sfrxj]/g, "");
  const known = new Map(vocabulary);
  const list = [];
  if (known.has(joined) && tokens[at + 1]) list.push([at, 2, [known.get(joined)]]);
  for (let cut = 1; cut < word.length; cut += 1) {
    const parts = [word.slice(0, cut), word.slice(cut)].map((part) => known.get(part));
    if (parts.every(Boolean)) list.push([at, 1, parts]);
  }
  const near = vocabulary.filter(([plain]) => plain === telex || isNear(plain, word));
  return [...list, ...near.slice(0, GUESSES).map(([, each]) => [at, 1, [each]])];
}

/** Tells whether two words differ by one letter changed, missing, added, or two swapped. */
function isNear(one, other) {
  if (one === other || Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  const [a, b] = [one.slice(start), other.slice(start)];
  return (
    a.slice(1) === b.slice(1) ||
    a.slice(1) === b ||
    a === b.slice(1) ||
    (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2))
  );
}
