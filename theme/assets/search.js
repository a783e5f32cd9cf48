// The search page: reads the question from the address and shows what search-index.js finds.
// Every word of the data enters the page as text, never as HTML.

import { SearchIndex } from "./search-index.js";
import { WORD, words } from "./vietnamese.js";

const PAUSE = 60; // milliseconds without a key before searching
const PAGE = 10; // results shown at once
const SHORT_LIST = 6; // values of a filter that need no unfolding
const EXCERPT = 28; // words shown of a long text
const FILTERS =
  "unit lead support month due important status person product plan body".split(" ");

const root = new URL("../", document.baseURI);
const form = document.querySelector(".ask");
const field = form.elements.q;
const order = document.querySelector("[name=sort]");
const status = document.querySelector("[role=status]");
const said = document.querySelector(".said");
const sift = document.querySelector(".sift");
const list = document.querySelector(".results");
const more = document.querySelector(".more");
const unfolded = new Set(matchMedia("(min-width: 50em)").matches ? ["filters"] : []);

let query = "";
let filters = {}; // name -> set of values
let opening; // the promise of an index, from the first search on
let index;
let latest = 0; // number of the newest search; an older one that ends later is dropped
let found;
let pages = [];
let timer;

function followAddress() {
  const asked = new URLSearchParams(location.search);
  field.value = query = asked.get("q") ?? "";
  order.value = asked.get("sort") ?? "";
  const values = (name) => new Set(asked.getAll(name).filter(Boolean));
  filters = Object.fromEntries(FILTERS.map((name) => [name, values(name)]));
  update();
}

function writeAddress(step) {
  const all = [["q", query], ...chosen(), ["sort", order.value]];
  const asked = new URLSearchParams(all.filter(([, value]) => value)).toString();
  history[step](null, "", asked ? `?${asked}` : location.pathname);
}

const chosen = () => FILTERS.flatMap((name) => [...filters[name]].map((value) => [name, value]));

async function update() {
  const search = (latest += 1);
  clearTimeout(timer);
  status.ariaBusy = "true";
  try {
    index = await (opening ??= SearchIndex.open(new URL("search/", root)));
    const unknown = dropUnknown();
    const result = await index.search(query);
    if (search !== latest) return;
    found = result;
    // Without a question, the filters choose among all pages.
    const all = found.pages ?? (query.trim() ? [] : [...Array(index.directory.count).keys()]);
    pages = found.pages || chosen().length ? all.filter((page) => fits(page)) : [];
    const day = (page) => index.values(page, "due")[0] ?? "9"; // the last day; after all where none
    if (order.value) pages.sort((one, other) => one - other);
    if (order.value === "due") {
      pages.sort((one, other) => (day(one) > day(other)) - (day(one) < day(other)));
    }
    const cards = await Promise.all(pages.slice(0, history.state ?? PAGE).map(makeCard));
    if (search !== latest) return;
    display(describe(), explain(unknown), cards, makeFilters(all));
  } catch (error) {
    if (search !== latest) return;
    console.error(error);
    opening = undefined; // the next key tries again
    pages = [];
    const instead = ["Hãy thử lại sau, hoặc xem ", allTasks(), "."];
    display("Chưa tìm được: dữ liệu tìm kiếm bị thiếu hoặc hỏng.", [instead], [], []);
  }
}

function display(words, notes, cards, choices) {
  said.replaceChildren(...notes.map((note) => make("p", ...note)));
  list.replaceChildren(...cards);
  more.hidden = pages.length <= cards.length;
  order.parentElement.hidden = pages.length < 2;
  sift.replaceChildren(...choices);
  status.textContent = words;
  status.ariaBusy = null;
}

function dropUnknown() {
  return chosen().flatMap(([name, value]) => {
    if (isKnown(name, value)) return [];
    filters[name].delete(value);
    return `${label("filter", name).toLowerCase()} “${brief(value)}”`;
  });
}

function isKnown(name, value) {
  const year = /^\d{4}-(0[1-9]|1[0-2])$/.test(value) && value.slice(0, 5);
  const { filters, labels } = index.directory;
  const known = [...filters[name].sets.flat(), ...Object.keys(labels[name] ?? labels.unit)];
  return known.some((each) => each === value || (year && each.startsWith(year)));
}

function fits(page, except) {
  return FILTERS.every((name) => {
    const values = filters[name];
    const holds = () => index.facets(page, name).some((value) => values.has(value));
    return name === except || !values.size || holds();
  });
}

function describe() {
  const asked = query.trim() && ` cho “${brief(query.trim())}”`;
  if (!found.pages && asked) return `Chưa có từ nào để tìm${asked}.`;
  if (!found.pages && !chosen().length) return "Chưa nhập từ cần tìm.";
  if (pages.length) return tally(pages) + asked;
  return `Không có kết quả nào${asked}${chosen().length ? " với các bộ lọc đang chọn" : ""}.`;
}

// Each kind by itself: a unit's page is no task.
function tally(all) {
  const kinds = all.map((page) => index.kind(page));
  const count = (kind) => kinds.filter((each) => each === kind).length;
  const names = Object.entries(index.directory.labels.kind);
  const told = names.map(([kind, name]) => [count(kind), name.toLowerCase()]);
  return told.flatMap(([count, name]) => (count ? `${show(count)} ${name}` : [])).join(", ");
}

// What the reader should know, or can do without results.
function explain(unknown) {
  const notes = [];
  if (unknown.length) notes.push([`Đã bỏ qua bộ lọc không có: ${unknown.join(", ")}.`]);
  if (found.corrected) {
    const { corrected } = found;
    const again = button("button.link", corrected, () => ask(corrected));
    notes.push(["Gần với chữ đã gõ nhất: ", again]);
  } else if (found.incomplete && pages.length) {
    notes.push(["Không trang nào có đủ các từ; đây là những trang có nhiều từ nhất."]);
  }
  const offers = index.offers(query);
  for (const rest of new Set(offers.map((each) => each.rest))) {
    const same = offers.filter((each) => each.rest === rest);
    notes.push([rest ? `Tìm “${brief(rest)}” và lọc: ` : "Lọc: ", ...same.map(makeOffer)]);
  }
  if (found.also?.length) notes.push([`Cũng tìm: ${found.also.join(", ")}.`]);
  if (!pages.length && found.pages?.length) {
    const all = `Bỏ các bộ lọc để xem ${tally(found.pages)}`;
    notes.push([button("button.link", all, clear)]);
  } else if (!pages.length && query.trim()) {
    notes.push(["Thử ít từ hơn hoặc từ khác, hoặc xem ", allTasks(), "."]);
  }
  return notes;
}

function makeOffer({ name, values, rest }) {
  const change = () => {
    field.value = query = rest;
    values.forEach((value) => filters[name].add(value));
  };
  const ends = [values[0], values.at(-1)].map((value) => label(name, value));
  return button("button.link", [...new Set(ends)].join(" – "), () => choose(change));
}

function type() {
  query = field.value;
  writeAddress("replaceState");
  update();
}

function ask(words) {
  field.value = words;
  field.focus();
  type();
}

async function choose(change, focus) {
  change();
  writeAddress("pushState");
  await update();
  (document.querySelector(focus) ?? field).focus();
}

const clear = () => choose(() => Object.values(filters).forEach((values) => values.clear()));

async function makeCard(page) {
  const [url, title, cells] = await index.text(page);
  const kind = index.kind(page);
  const isTask = kind === "task";
  const names = (name) => index.facets(page, name).map((value) => label(name, value));
  const place = [label("kind", kind), ...(kind === "plan" ? [] : names("plan"))].join(" · ");
  const marks = [...names("important"), index.foreign(page) ?? []].flat();
  const past = names("due").filter((name) => name === label("due", "past"));
  const state = past.length || index.values(page, "status")[0] !== "none" ? names("status") : [];
  const time = names("month").join(", ") || cells.when_text;
  const facts = [names("lead").join(", "), time, names("person").join(", "), ...past, ...state];
  const card = make(
    "li",
    make("p.kicker", place, ...marks.flatMap((text) => [" · ", make("span.mark", text)])),
    make("h2", link(url, ...mark(title))),
    make("p.facts", isTask ? facts.filter(Boolean).join(" · ") : (cells.change ?? "")),
    ...makeExcerpt(title, cells),
  );
  card.dataset.result = url;
  if (isTask) card.dataset.task = url.split("/")[1];
  return card;
}

// The cell that holds most of the words, unless the title holds as many.
function makeExcerpt(title, cells) {
  const counts = Object.entries(cells).map(([name, text]) => [countHits(text), name, text]);
  const [count, name, text] = counts.reduce((one, other) => (other[0] > one[0] ? other : one), [-1]);
  if (count <= countHits(title) && !cells.proposal) return [];
  const heading = make("b", `${label("cell", name)}: `);
  return [make("p.excerpt", heading, ...mark(text, EXCERPT))];
}

function countHits(text) {
  const { tokens, hits } = read(text);
  return new Set(tokens.filter((_, at) => hits[at]).map((token) => words(token[0])[0])).size;
}

function read(text) {
  const tokens = [...text.matchAll(WORD)];
  return { tokens, hits: found.seek(tokens.map((token) => words(token[0]).join(" "))) };
}

// Plain strings and marks; of a long text, the stretch with most marks.
function mark(text, most = Infinity) {
  const { tokens, hits } = read(text);
  const count = (from) => hits.slice(from, from + most).filter(Boolean).length;
  let first = 0;
  for (let at = 1; at + most <= tokens.length; at += 1) if (count(at) > count(first)) first = at;
  const last = Math.max(0, tokens.length - most); // 0 where there is room for all
  first = Math.min(last, Math.max(0, hits.indexOf(true, first) - 4)); // a few words before
  const end = Math.min(tokens.length, first + most);
  const parts = [first ? "… " : text.slice(0, tokens[0]?.index)];
  for (let at = first; at < end; at += 1) {
    const from = tokens[at].index;
    const marked = hits[at];
    while (at + 1 < end && hits[at + 1] === marked) at += 1;
    const to = tokens[at].index + tokens[at][0].length;
    parts.push(marked ? make("mark", text.slice(from, to)) : text.slice(from, to));
    parts.push(text.slice(to, at + 1 < tokens.length ? tokens[at + 1].index : undefined));
  }
  return end < tokens.length ? [...parts, "…"] : parts;
}

function label(name, value) {
  if (name === "month") return `Tháng ${Number(value.slice(5))}/${value.slice(0, 4)}`;
  const { labels } = index.directory;
  return (labels[name] ?? labels.unit)[value] ?? value;
}

// Chosen ones on top; below, each value with its count.
function makeFilters(all) {
  const chips = chosen().map(([name, value]) => {
    const remove = () => choose(() => filters[name].delete(value));
    const chip = button("button.chosen", label(name, value), remove);
    chip.ariaLabel = `Bỏ lọc ${label("filter", name).toLowerCase()}: ${chip.textContent}`;
    return chip;
  });
  const title = chips.length ? `Bộ lọc (${chips.length})` : "Bộ lọc";
  if (chips.length) chips.push(button("button", "Xóa bộ lọc", clear));
  const groups = FILTERS.map((name) => makeGroup(name, all)).filter(Boolean);
  const see = () => {
    sift.querySelector("details").open = false;
    field.scrollIntoView();
  };
  if (pages.length) groups.push(button("button.see", `Xem ${tally(pages)}`, see));
  return [make("p.chips", ...chips), groups.length ? fold("filters", title, groups) : ""];
}

// For each value, the tasks it would leave.
function makeGroup(name, all) {
  const values = filters[name];
  const count = new Map([...values].map((value) => [value, 0]));
  for (const page of values.size ? all.filter((page) => fits(page, name)) : pages) {
    if (index.kind(page) !== "task") continue;
    for (const value of index.facets(page, name)) count.set(value, (count.get(value) ?? 0) + 1);
  }
  const sorted = [...count.keys()].sort(
    (one, other) =>
      values.has(other) - values.has(one) ||
      (name !== "month" && count.get(other) - count.get(one)) ||
      (one < other ? -1 : 1),
  );
  const boxes = sorted.map((value) => {
    const change = () => values[box.checked ? "add" : "delete"](value);
    const onchange = () => choose(change, `[name=${name}][value="${CSS.escape(value)}"]`);
    const box = make("input");
    Object.assign(box, { type: "checkbox", name, value, checked: values.has(value), onchange });
    const number = make("span.count", show(count.get(value)));
    return make("label", box, label(name, value), number);
  });
  const short = /lead|support/.test(name) ? 0 : SHORT_LIST; // most choose among all units
  const rest = boxes.splice(Math.max(short, values.size));
  if (rest.length) boxes.push(fold(name, `${short ? "Thêm" : "Xem"} ${show(rest.length)}`, rest));
  if (boxes.length <= (name === "body")) return "";
  return make("fieldset", make("legend", label("filter", name)), ...boxes);
}

function fold(name, title, content) {
  const details = make("details", make("summary", title), ...content);
  details.open = unfolded.has(name);
  details.ontoggle = () => unfolded[details.open ? "add" : "delete"](name);
  return details;
}

function make(selector, ...content) {
  const [name, className] = selector.split(".");
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...content);
  return element;
}

function button(selector, label, onclick) {
  return Object.assign(make(selector, label), { type: "button", onclick });
}

function link(url, ...content) {
  return Object.assign(make("a", ...content), { href: new URL(url, root).href });
}

const allTasks = () => link("tasks/", "danh sách tất cả nhiệm vụ");

const brief = (text) => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
const show = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ".");

order.onchange = () => choose(() => {}, "[name=sort]");

form.onsubmit = (event) => {
  event.preventDefault();
  type();
};

field.oninput = () => {
  status.ariaBusy = "true";
  clearTimeout(timer);
  timer = setTimeout(type, PAUSE);
};

// The step of history keeps the number shown, for reload and back.
more.onclick = async () => {
  if (status.ariaBusy) return;
  const { length } = list.children;
  history.replaceState(length + PAGE, "");
  await update();
  list.children[length]?.querySelector("a").focus();
};

// Arrows walk through the results; Escape returns, then empties the field.
document.querySelector("main").onkeydown = (event) => {
  const places = [field, ...list.querySelectorAll("h2 a")];
  const at = places.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape" && at === 0) ask("");
  else if (event.key === "Escape") field.focus();
  else if (step && at >= 0) places[at + step]?.focus();
  else return;
  event.preventDefault();
};

onpopstate = followAddress;
followAddress();
if (!query && !chosen().length) field.focus();
