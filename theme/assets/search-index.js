// Finds and ranks the pages that hold some words; reads what planbook/search/index.py writes.
// Fetches the directory once, and of the rest only the files that a query needs.

import { stripMarks, words } from "./vietnamese.js";

const LONGEST = 32; // words of a query that count
const MOST_PAIRED = 6; // words of a query that are also tried in any other order
const MOST_SUSPECTS = 4; // words of a query that may be misspelt
const GUESSES = 8; // spellings tried for a word
const ROUNDS = 3; // misspelt words mended
const PREFIX_SHARDS = 5; // files read for a word that is only begun
const SHORTEST = 3; // characters of a name, with its sign, more of which may begin one
const TITLE = 3; // the highest rank
const PAIR = 6; // worth of two neighbours, where a word alone is worth 1
const CORRECTED = 0.8; // worth of another spelling than the one typed
const FOREIGN = 0.7; // worth of another organisation's page

export class SearchIndex {
  static async open(base) {
    const directory = await fetchJson("index", base, { cache: "no-cache" });
    return new SearchIndex(new URL(`${directory.folder}/`, base), directory);
  }

  constructor(base, directory) {
    this.base = base;
    this.directory = directory;
    this.forms = new Map(Object.entries(directory.forms));
    this.lengths = Object.create(null); // of forms, by their last word
    for (const form of this.forms.keys()) {
      const list = form.split(" ");
      (this.lengths[list.at(-1)] ??= []).push(list.length);
    }
    this.files = new Map();
    this.keys = new Map(); // key without marks -> [[key, places], …]
    const now = new Date();
    const iso = (months, day) => // no locale, for loading one takes long
      new Date(Date.UTC(now.getFullYear(), now.getMonth() + months, day)).toISOString();
    this.today = iso(0, now.getDate()).slice(0, 10);
    this.soon = [0, 1].map((months) => iso(months, 1).slice(0, 7)); // this month, the next
  }

  /** Finds the pages for a query, best first, what to mark in them, and another spelling. */
  async search(query) {
    const typed = words(query).slice(0, LONGEST);
    if (!typed.length) return { pages: null, seek: this.seek([]) };
    const numbered = new Set([...query.matchAll(NUMBERED)].flatMap(([number]) => words(number)));
    let found = await this.find(typed, numbered);
    if (found.phrase) return found;
    const scattered = found.loose.length && typed.length <= MOST_PAIRED;
    if (scattered && found.pages.length) found = await this.find(typed, numbered, true);
    const corrected = await this.correct(found);
    if (corrected || found.pages.length || typed.length < 3) return corrected ?? found;
    const most = found.sum.map((sum, page) => (found.held[page] * 3 >= typed.length * 2 ? sum : 0));
    return { ...found, pages: this.order(most), incomplete: true };
  }

  /** Ranks the pages that hold all of some words, as they stand or in another form.
   *
   * A word of `numbered` counts only beside the word after it: "12" in "12/KH-UBND".
   */
  async find(tokens, numbered, anyOrder) {
    const grouped = this.group(tokens).map((part) => part.group ?? part.word);
    await Promise.all([tokens, grouped].map((stream) => this.fetchKeys(stream, anyOrder)));
    const plain = this.match(tokens, numbered, anyOrder);
    const other = this.match(grouped, numbered, anyOrder);
    const [named, begun] = [0, 1].map(() => new Float32Array(plain.score.length));
    const name = wholeName(tokens);
    this.weigh(named, name, 1);
    if (name.length > SHORTEST) this.weigh(begun, name, 1, true);
    const score = plain.score.map(
      (worth, page) =>
        (named[page] + worth / 10 + Math.max(worth, other.score[page])) *
        (this.foreign(page) ? FOREIGN : 1),
    );
    const last = tokens.at(-1);
    const typed = stripMarks(tokens.join(" "));
    const forms = this.formsOf(tokens);
    return {
      ...plain,
      loose: plain.loose.filter((at) => !forms[at]),
      score,
      tokens,
      numbered,
      pages: this.order(score, (page) => 2 * named[page] + begun[page]),
      fit: Math.max(plain.fit, other.fit),
      phrase: plain.phrase || other.phrase,
      also: Object.entries(this.directory.same)
        .flatMap(([form, same]) => (grouped.includes(form) ? same : []))
        .filter((each) => !typed.includes(stripMarks(each))),
      seek: this.seek([...tokens, ...grouped], this.keys.has(stripMarks(last)) ? "" : last),
    };
  }

  /** Weighs every page by the words and the pairs of neighbours of a query that it holds. */
  match(tokens, numbered, anyOrder) {
    const { count } = this.directory;
    const held = new Uint8Array(count); // how many of the words
    const pairs = new Uint8Array(count); // how many of the neighbours
    const sum = new Float32Array(count);
    const torn = new Uint8Array(count); // whether a number stands without what it numbers
    const unknown = [];
    const linked = new Set();
    tokens.forEach((token, at) => {
      const begun = !tokens[at + 1] && isWord(token); // perhaps not typed to its end
      const worth = new Float32Array(count);
      this.weigh(worth, token, 1);
      if (begun && !worth.some(Boolean)) this.weigh(worth, token, 0.5, true);
      tokens.forEach((before, place) => {
        const next = place === at - 1;
        if (!next && (!anyOrder || place === at)) return;
        const near = new Float32Array(count);
        this.weigh(near, pairOf(before, token), next ? PAIR : PAIR / 3);
        if (next && begun) this.weigh(near, pairOf(before, token), PAIR / 2, true);
        near.forEach((value, page) => {
          torn[page] ||= next && !value && numbered.has(before);
          if (!value) return;
          sum[page] += value;
          pairs[page] += next;
          if (next) worth[page] ||= 0.5; // as in "kế hoac"
          linked.add(at).add(place);
        });
      });
      if (!worth.some(Boolean)) unknown.push(at);
      worth.forEach((value, page) => {
        sum[page] += value;
        held[page] += value > 0;
      });
    });
    const { length } = tokens;
    const most = length * worthOf(1, TITLE) + (length - 1) * worthOf(PAIR, TITLE);
    const isPhrase = (page) => held[page] === length && pairs[page] === length - 1;
    const score = sum.map((value, page) =>
      held[page] === length && !torn[page] ? (value / most) * (isPhrase(page) ? 1.5 : 1) : 0,
    );
    return {
      score,
      sum,
      held,
      unknown,
      loose: [...tokens.keys()].filter((at) => !linked.has(at)),
      phrase: score.some((_, page) => isPhrase(page)),
      // How well the best page fits; one that lacks a word only half as well.
      fit: Math.max(largest(sum) / most / 2, largest(score)),
    };
  }

  /** Raises the worth of the pages that hold a key, or one that begins with it. */
  weigh(worth, key, least, prefix) {
    const plain = stripMarks(key);
    const starts = startsOf(plain);
    const fits = (each) => starts.some((start) => each.startsWith(start));
    const keys = prefix ? [...this.keys.keys()].filter(fits) : [plain];
    const exact = key === plain ? 0.2 : 2; // who types no marks leaves them open
    for (const [written, places] of keys.flatMap((each) => this.keys.get(each) ?? [])) {
      for (const place of places) {
        const page = place >> 2;
        worth[page] = Math.max(worth[page], worthOf(least, place & 3) + (written === key && exact));
      }
    }
  }

  /** Orders the pages that have a score; the page of what is named, or one among equals, is no lower than second. */
  order(score, named = () => 0) {
    const pages = [...score.keys()].filter((page) => score[page]);
    pages.sort((one, other) => score[other] - score[one] || one - other);
    const others = pages.filter((page) => this.kind(page) !== "task");
    const [other] = others.sort((one, other) => named(other) - named(one));
    const at = pages.indexOf(other);
    if (at > 1 && (named(other) || score[other] === score[pages[0]])) {
      pages.splice(1, 0, ...pages.splice(at, 1));
    }
    // What is said of a document comes before its page.
    const first = pages.findIndex((page) => this.kind(page) !== "reference");
    if (first > 0) pages.unshift(...pages.splice(first, 1));
    return pages;
  }

  /** Looks for a spelling that finds more than what was typed: one letter off, or a space. */
  async correct(found) {
    let best = found;
    for (let round = 0; round < ROUNDS && !best.phrase; round += 1) {
      const { tokens, numbered, unknown, loose } = best;
      const odd = unknown.length || tokens.length < 2 ? unknown : loose;
      const suspects = odd.filter((at) => isWord(tokens[at])); // a number is what it is
      let chosen = { fit: 0 };
      for (const at of suspects.slice(0, MOST_SUSPECTS)) {
        for (const guess of await this.guess(tokens, at)) {
          const tried = [...tokens.slice(0, at), ...guess, ...tokens.slice(at + 1)];
          const result = await this.find(tried, numbered);
          if (result.fit > chosen.fit) chosen = result;
        }
      }
      if (chosen.fit * CORRECTED <= best.fit) break;
      best = chosen;
    }
    if (best === found || !best.pages.length) return null;
    const others = found.pages.filter((page) => !best.score[page]);
    return { ...best, pages: [...best.pages, ...others], corrected: best.tokens.join(" ") };
  }

  /** Lists what a word may have been meant to be: a word, or two. */
  async guess(tokens, at) {
    const word = stripMarks(tokens[at]);
    const usual = new Map((await this.file("spelling")).map((each) => [stripMarks(each), each]));
    const cut = (at) => [word.slice(0, at), word.slice(at)].map((part) => usual.get(part));
    const cuts = [...word].map((_, at) => cut(at)).filter((parts) => parts.every(Boolean));
    const before = at ? pairOf(stripMarks(tokens[at - 1]), "") : "#";
    await this.fetchRange(before);
    const pairs = (plain) => this.keys.get(before + plain) ?? [];
    const likely = (plain) => 2 * (pairs(plain).length > 0) + (plain[0] === word[0]);
    // With the marks that it mostly has after the word before it: "đo lườmg" is "đo lường".
    const spell = (plain) => {
      if (word === tokens[at]) return plain;
      const [most] = [...pairs(plain)].sort(([, one], [, other]) => other.length - one.length);
      return most ? most[0].split(" ").at(-1) : usual.get(plain);
    };
    const near = [...usual.keys()].filter((plain) => isNear(plain, word));
    near.sort((one, other) => likely(other) - likely(one)).splice(GUESSES);
    return [...cuts, ...near.map((plain) => [spell(plain)])];
  }

  /** Splits words into those that are a form of something and those that are not. */
  group(tokens) {
    const folded = tokens.map(stripMarks);
    const parts = [];
    // From the end, for there the longer form is the right one: tỉnh | ủy ban nhân dân.
    for (let end = tokens.length, length; end > 0; end -= length) {
      const form = (length) => this.forms.get(folded.slice(end - length, end).join(" "));
      const lengths = this.lengths[folded[end - 1]] ?? [];
      length = Math.max(1, ...lengths.filter((each) => each <= end && form(each)));
      parts.unshift({ word: tokens[end - length], group: form(length), length });
    }
    return parts;
  }

  /** Tells of each word the form that it is part of. */
  formsOf(tokens) {
    return this.group(tokens).flatMap(({ group, length }) => Array(length).fill(group));
  }

  /** Makes the test that tells which words of a list were sought. */
  seek(tokens, last = "") {
    const wanted = new Set(tokens.map(stripMarks));
    const start = last.length > 1 ? stripMarks(last) : " ";
    return (list) => {
      const groups = this.formsOf(list);
      return list
        .map(stripMarks)
        .map((word, at) => wanted.has(groups[at]) || wanted.has(word) || word.startsWith(start));
    };
  }

  /** Lists the filters that words of a query name: the filter, its values, and the other words.
   *
   * "quá hạn bcvt" names what is past; "tập huấn quý 4" the months of each such quarter, the newest first.
   */
  offers(query) {
    const typed = words(query);
    const marked = typed.some((word) => word !== stripMarks(word)); // else marks are left open
    const same = (word, wanted) => word === (marked ? wanted : stripMarks(wanted));
    const stands = (asked, at) => asked.split(" ").every((word, next) => same(typed[at + next], word));
    const without = (from, to) => [...typed.slice(0, from), ...typed.slice(to)].join(" ");
    const offers = [];
    for (const [asked, name, value] of this.directory.asked) {
      const from = typed.findIndex((_, at) => stands(asked, at));
      const denied = /^(chua|khong)$/.test(stripMarks(typed[from - 1] ?? ""));
      if (from < 0 || denied || offers.some((each) => each.name === name && each.values[0] === value)) continue;
      offers.push({ name, values: [value], rest: without(from, from + asked.split(" ").length) });
    }
    const time = (at) => TIMES.find(([asked]) => stands(asked, at));
    const at = typed.findIndex((_, at) => time(at));
    if (at < 0) return offers;
    const [, wanted] = time(at);
    const after = at + (same(typed[at + 2], "năm") ? 3 : 2);
    const year = /^\d{4}$/.test(typed[after]) && typed[after];
    const rest = without(at, year ? after + 1 : at + 2);
    const known = [...new Set(this.directory.filters.month.sets.flat())].sort();
    for (const each of new Set(known.map((month) => month.slice(0, 4)).reverse())) {
      const values = known.filter((month) => wanted.some((number) => month === `${each}-${number}`));
      if (values.length && (!year || year === each)) offers.push({ name: "month", values, rest });
    }
    return offers;
  }

  kind(page) {
    return this.values(page, "kind")[0];
  }

  foreign(page) {
    return this.directory.foreign[this.values(page, "body")[0]];
  }

  values(page, filter) {
    const { sets, of } = this.directory.filters[filter];
    return sets[of[page]];
  }

  /** Lists what a page has of a filter, with what is known only here and today. */
  facets(page, filter) {
    const values = (name) => this.values(page, name);
    if (filter === "unit") return [...new Set(["unit", "lead", "support"].flatMap(values))];
    if (filter !== "due") return values(filter);
    const [end, closed] = values("due");
    const [current, next] = this.soon.map((month) => values("month").includes(month));
    const due = { "this-month": current, "next-month": next, past: end < this.today && !closed };
    return Object.keys(due).filter((key) => due[key]);
  }

  /** Fetches what a result shows of a page: [address, title, cells]. */
  async text(page) {
    const { chunk, alone } = this.directory; // from `alone` on each page has a file of its own
    const number = page < alone ? page / chunk : Math.ceil(alone / chunk) + page - alone;
    const texts = await this.file(`texts-${Math.floor(number)}`);
    return texts[page < alone ? page % chunk : 0];
  }

  /** Fetches the postings of the words and pairs of a query, and of the name that it may be. */
  async fetchKeys(tokens, anyOrder) {
    const folded = tokens.map(stripMarks);
    const last = folded.at(-1);
    const pairs = folded.slice(1).map((word, at) => pairOf(folded[at], word));
    for (const one of anyOrder ? folded : []) {
      pairs.unshift(...folded.map((other) => pairOf(one, other)));
    }
    const name = wholeName(folded);
    const keys = [...folded, ...pairs, name, `${name}\uffff`];
    await Promise.all([
      ...keys.map((key) => this.fetchShard(this.shardOf(key))),
      ...(isWord(last) ? pairs.slice(-1) : []).map((pair) => this.fetchRange(pair)),
      ...(isWord(last) && (last[1] || !pairs.length) ? [this.fetchRange(last)] : []),
    ]);
  }

  /** Fetches the postings of the keys that begin with some letters; of very many, the first. */
  async fetchRange(start) {
    const shards = startsOf(start).flatMap((each) => {
      const from = this.shardOf(each);
      const to = this.shardOf(`${each}\uffff`);
      return Array.from({ length: Math.min(to - from + 1, PREFIX_SHARDS) }, (_, at) => from + at);
    });
    await Promise.all(shards.map((shard) => this.fetchShard(shard)));
  }

  shardOf(key) {
    return Math.max(0, this.directory.shards.findLastIndex((first) => first <= key));
  }

  fetchShard(number) {
    return this.file(`words-${number}`, (shard) => {
      for (const [key, steps] of shard) {
        let place = 0;
        const plain = stripMarks(key);
        if (!this.keys.has(plain)) this.keys.set(plain, []);
        this.keys.get(plain).push([key, steps.map((step) => (place += step))]);
      }
    });
  }

  file(name, read = (content) => content) {
    if (!this.files.has(name)) this.files.set(name, fetchJson(name, this.base).then(read));
    return this.files.get(name);
  }
}

// Compressed JSON, for not every server compresses.
async function fetchJson(name, base, options) {
  const response = await fetch(new URL(`${name}.deflate`, base), options);
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  return new Response(response.body.pipeThrough(new DecompressionStream("deflate"))).json();
}

const NUMBERED = /\p{Nd}+(?=\s*\/\s*\p{L})/gu;
// How a time is named, and the numbers of its months.
const numbersFrom = (first, count) =>
  Array.from({ length: count }, (_, at) => String(first + at).padStart(2, "0"));
const TIMES = [
  ...numbersFrom(1, 12).map((number) => [`tháng ${+number}`, [number]]),
  ...["i", "ii", "iii", "iv"].flatMap((roman, at) =>
    [roman, at + 1].map((name) => [`quý ${name}`, numbersFrom(3 * at + 1, 3)]),
  ),
];
const pairOf = (one, other) => ` ${one} ${other}`;
const startsOf = (key) => [key, key.replace(/\b([hklmst])y$/, "$1i")]; // "ki", made "ky": kiểm
const isWord = (token) => /^\p{L}/u.test(token); // and no number
const wholeName = (tokens) => // names are known without their kind, too
  `#${stripMarks(tokens.slice(tokens[0] === "tt" && tokens[1] ? 1 : 0).join(""))}`;
const largest = (list) => list.reduce((one, other) => Math.max(one, other), 0);
const worthOf = (least, rank) => (rank ? least + rank * (least > 1 ? 1 : 0.5) : least / 2);

// One letter changed, missing, added, or two swapped.
function isNear(one, other) {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  const [a, b] = [one.slice(start), other.slice(start)];
  const [shorter, swapped] = [a.slice(1), b[1] + b[0] + b.slice(2)];
  return shorter === b.slice(1) || shorter === b || a === b.slice(1) || a === swapped;
}
