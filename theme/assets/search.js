// The search page: reads the question from the address and shows what search-index.js finds.
// Every word of the data enters the page as text, never as HTML.

import { SearchIndex } from "./search-index.js";
import { WORD, words } from "./vietnamese.js";

const PAUSE = 60; // milliseconds without a key before searching
const PAGE = 10; // results shown at once
const SHORT_LIST = 6; // values of a filter that need no unfolding
const EXCERPT = 28; // words shown of a long text
const FILTERS = ["unit", "month", "plan", "person", "status", "body"];

const root = new URL("../", document.baseURI);
const form = document.querySelector(".ask");
const field = form.elements.q;
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
  const values = (name) => new Set(asked.getAll(name).filter(Boolean));
  filters = Object.fromEntries(FILTERS.map((name) => [name, values(name)]));
  update();
}

function writeAddress(step) {
  const asked = new URLSearchParams([...(query ? [["q", query]] : []), ...chosen()]).toString();
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
  const known = [...filters[name].sets.flat(), ...Object.keys(labels[name] ?? {})];
  return known.some((each) => each === value || (year && each.startsWith(year)));
}

function fits(page, except) {
  return FILTERS.every((name) => {
    const values = filters[name];
    const holds = () => index.values(page, name).some((value) => values.has(value));
    return name === except || !values.size || holds();
  });
}

function describe() {
  const asked = query.trim() && ` cho “${brief(query.trim())}”`;
  if (!found.pages && asked) return `Chưa có từ nào để tìm${asked}.`;
  if (!found.pages && !chosen().length) return "Chưa nhập từ cần tìm.";
  if (pages.length) return `${show(pages.length)} kết quả${asked}`;
  return `Không có kết quả nào${asked}${chosen().length ? " với các bộ lọc đang chọn" : ""}.`;
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
  if (!pages.length && found.pages?.length) {
    const all = `Bỏ các bộ lọc để xem ${show(found.pages.length)} kết quả`;
    notes.push([button("button.link", all, clear)]);
  } else if (!pages.length && query.trim()) {
    notes.push(["Thử ít từ hơn hoặc từ khác, hoặc xem ", allTasks(), "."]);
  }
  return notes;
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
  (sift.querySelector(focus) ?? field).focus();
}

const clear = () => choose(() => Object.values(filters).forEach((values) => values.clear()));

async function makeCard(page) {
  const [url, title, cells] = await index.text(page);
  const kind = index.kind(page);
  const isTask = kind === "task";
  const names = (name) => index.values(page, name).map((value) => label(name, value));
  const facts = isTask ? ["unit", "month", "person"].map((name) => names(name).join(", ")) : [];
  const place = [label("kind", kind), ...(isTask ? names("plan") : [])].join(" · ");
  const [body] = index.values(page, "body");
  const foreign = index.directory.foreign[body] ?? "";
  const card = make(
    "li",
    make("p.kicker", place, make("span.mark", foreign)),
    make("h2", link(url, ...mark(title))),
    make("p.facts", facts.filter(Boolean).join(" · ")),
    ...makeExcerpt(title, cells),
  );
  card.dataset.result = url;
  if (isTask) card.dataset.task = url.split("/")[1];
  return card;
}

// The cell that holds most of the words, unless the title holds as many.
function makeExcerpt(title, cells) {
  const counts = Object.entries(cells).map(([name, text]) => [countHits(text), name, text]);
  const [count, name, text] = counts.reduce((one, other) => (other[0] > one[0] ? other : one), [0]);
  if (count <= countHits(title)) return [];
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
  first = Math.max(0, first - 4); // a few words before the first mark
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
  return index.directory.labels[name][value] ?? value;
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
  return [make("p.chips", ...chips), groups.length ? fold("filters", title, groups) : ""];
}

// For each value, the pages it would leave.
function makeGroup(name, all) {
  const values = filters[name];
  const count = new Map([...values].map((value) => [value, 0]));
  for (const page of all) {
    if (!fits(page, name)) continue;
    for (const value of index.values(page, name)) count.set(value, (count.get(value) ?? 0) + 1);
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
  const rest = boxes.splice(Math.max(SHORT_LIST, values.size));
  if (rest.length) boxes.push(fold(name, `Thêm ${show(rest.length)}`, rest));
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
const show = (number) => number.toLocaleString("vi");

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
if (!query) field.focus();
