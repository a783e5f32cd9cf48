// The search page: reads the question from the address, shows what search-index.js finds.
// Every word of the data enters the page as text, never as HTML.

import { SearchIndex } from "./search-index.js";
import { WORD, words } from "./vietnamese.js";

const PAUSE = 80; // milliseconds without a key before searching
const PAGE = 10; // results shown at once
const SHORT_LIST = 6; // values of a filter that need no unfolding
const AROUND = 14; // words of a long text shown on each side of what was sought
const FILTERS = {
  unit: "Đơn vị chủ trì",
  month: "Tháng",
  plan: "Văn bản",
  person: "Lãnh đạo",
  status: "Tình trạng",
};

const root = new URL("../", document.baseURI);
const form = document.querySelector(".ask");
const field = form.elements.q;
const status = document.querySelector("[role=status]");
const said = document.querySelector(".said");
const sift = document.querySelector(".sift");
const list = document.querySelector(".results");
const more = document.querySelector(".more");
const unfolded = new Set(matchMedia("(min-width: 50.01rem)").matches ? ["all"] : []);

let state = { q: "", filters: {} };
let index; // a promise, once the first search asks for it
let latest = 0; // number of the newest search; an older one that ends later is dropped
let pages = [];
let found;
let timer;

function readAddress() {
  const asked = new URLSearchParams(location.search);
  const filters = Object.keys(FILTERS).map((name) => [name, new Set(asked.getAll(name).filter(Boolean))]);
  state = { q: asked.get("q") ?? "", filters: Object.fromEntries(filters) };
  field.value = state.q;
}

function address() {
  const asked = new URLSearchParams(state.q ? { q: state.q } : {});
  for (const name of Object.keys(FILTERS)) {
    for (const value of state.filters[name]) asked.append(name, value);
  }
  return `${location.pathname}${asked.size ? `?${asked}` : ""}`;
}

/** Changes the filters: one step of the browser's history. */
function choose(change) {
  change(state.filters);
  history.pushState(null, "", address());
  return update();
}

/** Searches for what the state says and shows it, unless a newer search began meanwhile. */
async function update() {
  const search = (latest += 1);
  clearTimeout(timer);
  status.setAttribute("aria-busy", "true");
  try {
    index ??= SearchIndex.open(new URL("search/", root));
    const opened = await index;
    const unknown = dropUnknown(opened);
    const result = await opened.search(state.q);
    if (search !== latest) return;
    found = result;
    const all = [...Array(opened.directory.count).keys()];
    const candidates = found.pages ?? (words(state.q).length || state.q.trim() ? [] : all);
    const counts = countValues(opened, candidates);
    pages = found.pages || chosen().length ? candidates.filter((page) => fits(opened, page)) : [];
    const cards = await makeCards(opened, pages.slice(0, PAGE));
    if (search !== latest) return;
    list.replaceChildren(...cards);
    more.hidden = pages.length <= PAGE;
    status.textContent = describe();
    said.replaceChildren(...explain(opened, unknown));
    sift.replaceChildren(...makeFilters(opened, counts));
  } catch (error) {
    if (search !== latest) return;
    console.error(error);
    index = undefined; // the next key tries again
    list.replaceChildren();
    sift.replaceChildren();
    more.hidden = true;
    status.textContent = "Chưa tìm được: dữ liệu tìm kiếm bị thiếu hoặc hỏng.";
    said.replaceChildren(make("p", {}, "Hãy thử lại sau, hoặc xem ", allTasks(), "."));
  }
  status.removeAttribute("aria-busy");
}

/** Takes out of the state the filter values that no page has, and returns them. */
function dropUnknown({ directory }) {
  const unknown = [];
  for (const [name, values] of Object.entries(state.filters)) {
    const known = new Set(directory.filters[name].sets.flat());
    for (const value of values) {
      if (!known.has(value)) {
        values.delete(value);
        unknown.push(`${FILTERS[name].toLowerCase()} “${brief(value)}”`);
      }
    }
  }
  return unknown;
}

function chosen() {
  return Object.entries(state.filters).flatMap(([name, values]) => [...values].map((value) => [name, value]));
}

function fits(opened, page, except) {
  return Object.entries(state.filters).every(
    ([name, values]) =>
      name === except || !values.size || opened.values(page, name).some((value) => values.has(value)),
  );
}

/** Counts for each value of each filter the pages it would leave beside the other filters. */
function countValues(opened, candidates) {
  const counts = {};
  for (const name of Object.keys(FILTERS)) {
    const count = (counts[name] = new Map());
    for (const page of candidates) {
      if (!fits(opened, page, name)) continue;
      for (const value of opened.values(page, name)) count.set(value, (count.get(value) ?? 0) + 1);
    }
  }
  return counts;
}

function describe() {
  const asked = state.q.trim() ? ` cho “${brief(state.q.trim())}”` : "";
  if (found.pages === null && asked) return `Chưa có từ nào để tìm trong “${brief(state.q.trim())}”.`;
  if (found.pages === null && !chosen().length) return "Chưa nhập từ cần tìm.";
  if (!pages.length) return `Không có kết quả nào${asked}${chosen().length ? " với các bộ lọc đang chọn" : ""}.`;
  return `${show(pages.length)} kết quả${asked}`;
}

/** Says what the reader should know of the results, or can do without any. */
function explain(opened, unknown) {
  const notes = [];
  if (unknown.length) notes.push(["Đã bỏ qua bộ lọc không có: ", unknown.join(", "), "."]);
  if (found.corrected) {
    const ask = button("link", found.corrected, () => askFor(found.corrected));
    notes.push(["Gần với chữ đã gõ nhất: ", ask]);
  } else if (found.incomplete && pages.length) {
    notes.push(["Không trang nào có đủ các từ; đây là những trang có nhiều từ nhất."]);
  }
  if (!pages.length && found.pages?.length) {
    const all = `Bỏ các bộ lọc để xem ${show(found.pages.length)} kết quả`;
    notes.push([button("link", all, clearFilters)]);
  } else if (!pages.length && state.q.trim()) {
    notes.push(["Thử ít từ hơn hoặc từ khác, hoặc xem ", allTasks(), "."]);
  }
  return notes.map((note) => make("p", {}, ...note));
}

function askFor(words) {
  field.value = state.q = words;
  history.replaceState(null, "", address());
  field.focus();
  update();
}

function clearFilters() {
  field.focus();
  choose((filters) => Object.values(filters).forEach((values) => values.clear()));
}

async function makeCards(opened, some) {
  const texts = await Promise.all(some.map((page) => opened.text(page)));
  return texts.map((text, at) => makeCard(opened, some[at], text));
}

function makeCard(opened, page, [url, title, cells]) {
  const { labels } = opened.directory;
  const kind = opened.kind(page);
  const names = (filter) => opened.values(page, filter).map((value) => nameOf(labels, filter, value));
  const isTask = kind === "task";
  const place = [labels.kind[kind], ...(isTask ? names("plan") : [])].join(" · ");
  const facts = isTask ? ["unit", "month", "person"].map((filter) => names(filter).join(", ")) : [];
  const card = make(
    "li",
    {},
    make("p", { className: "kicker" }, place),
    make("h2", {}, make("a", { href: new URL(url, root).href }, ...mark(title))),
    make("p", { className: "facts" }, facts.filter(Boolean).join(" · ")),
    ...makeExcerpt(labels, title, cells),
  );
  card.dataset.result = url;
  if (isTask) [, card.dataset.task] = url.split("/");
  return card;
}

/** Shows the cell that holds most of the words sought, unless the title holds as many. */
function makeExcerpt(labels, title, cells) {
  const counted = Object.entries(cells).map(([name, text]) => [countHits(text), name, text]);
  const [count, name, text] = counted.reduce((one, other) => (other[0] > one[0] ? other : one), [0]);
  if (!count || count <= countHits(title)) return [];
  return [make("p", { className: "excerpt" }, make("b", {}, `${labels.cell[name]}: `), ...mark(text, AROUND))];
}

/** Counts the different words of a text that were sought. */
function countHits(text) {
  const tokens = tokensOf(text).map((token) => token.word);
  return new Set(found.seek(tokens).flatMap((hit, at) => (hit ? tokens[at] : []))).size;
}

function tokensOf(text) {
  return [...text.matchAll(WORD)].map((match) => ({
    word: words(match[0]).join(" "),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Cuts a text into plain strings and marks; a long one to the words around the densest hits. */
function mark(text, around = Infinity) {
  const tokens = tokensOf(text);
  const hits = found.seek(tokens.map((token) => token.word));
  const [from, to] = densest(hits, around);
  const parts = [from ? "… " : ""];
  let at = from ? tokens[from].start : 0;
  for (let first = from; first < to; first += 1) {
    if (!hits[first]) continue;
    let last = first;
    while (last + 1 < to && hits[last + 1]) last += 1;
    parts.push(text.slice(at, tokens[first].start));
    parts.push(make("mark", {}, text.slice(tokens[first].start, tokens[last].end)));
    at = tokens[last].end;
    first = last;
  }
  parts.push(to < tokens.length ? `${text.slice(at, tokens[to - 1].end)} …` : text.slice(at));
  return parts;
}

/** Finds the stretch of words that holds most hits. */
function densest(hits, around) {
  const size = 2 * around;
  if (hits.length <= size) return [0, hits.length];
  const upTo = [0];
  for (const hit of hits) upTo.push(upTo.at(-1) + Number(hit));
  let best = 0;
  for (let at = 0; at + size <= hits.length; at += 1) {
    const inside = (from) => upTo[from + size - 4] - upTo[from + 4]; // not at the very edges
    if (inside(at) > inside(best)) best = at;
  }
  return [best, best + size];
}

function nameOf(labels, filter, value) {
  if (filter === "month") return `Tháng ${Number(value.slice(5))}/${value.slice(0, 4)}`;
  return labels[filter][value] ?? value;
}

/** Builds the filters: what is chosen on top, removable; below, each value with its count. */
function makeFilters(opened, counts) {
  const { labels } = opened.directory;
  const picked = chosen();
  const chips = picked.map(([name, value]) => {
    const remove = () => choose((filters) => filters[name].delete(value)).then(() => field.focus());
    const chip = button("chosen", nameOf(labels, name, value), remove);
    chip.setAttribute("aria-label", `Bỏ lọc ${FILTERS[name].toLowerCase()}: ${chip.textContent}`);
    return make("li", {}, chip);
  });
  if (chips.length) chips.push(make("li", {}, button("", "Xóa bộ lọc", clearFilters)));
  const groups = Object.keys(FILTERS).map((name) => makeGroup(opened, name, counts[name]));
  const title = picked.length ? `Bộ lọc (${picked.length})` : "Bộ lọc";
  return [
    ...(chips.length ? [make("ul", { className: "chips" }, ...chips)] : []),
    fold("all", title, groups.filter(Boolean)),
  ];
}

function makeGroup(opened, name, count) {
  const { labels } = opened.directory;
  const values = state.filters[name];
  const order = name === "month" ? [...count.keys()].sort() : Object.keys(labels[name]);
  const shown = [...new Set([...values, ...order])].filter((value) => count.get(value) || values.has(value));
  if (!shown.length) return null;
  if (name === "unit" || name === "person") {
    shown.sort((one, other) => values.has(other) - values.has(one) || (count.get(other) ?? 0) - (count.get(one) ?? 0));
  }
  const boxes = shown.map((value) => {
    const box = make("input", { type: "checkbox", name, value, checked: values.has(value) });
    box.addEventListener("change", async () => {
      await choose(() => values[box.checked ? "add" : "delete"](value));
      sift.querySelector(`input[name="${name}"][value="${CSS.escape(value)}"]`)?.focus();
    });
    const number = make("span", { className: "count" }, show(count.get(value) ?? 0));
    return make("label", {}, box, make("span", {}, nameOf(labels, name, value)), number);
  });
  const rest = boxes.splice(Math.max(SHORT_LIST, values.size));
  return make(
    "fieldset",
    {},
    make("legend", {}, FILTERS[name]),
    make("div", {}, ...boxes, ...(rest.length ? [fold(name, `Thêm ${show(rest.length)}`, rest)] : [])),
  );
}

/** Makes a part that unfolds, and stays as the reader left it. */
function fold(name, title, content) {
  const details = make("details", { open: unfolded.has(name) }, make("summary", {}, title), ...content);
  details.addEventListener("toggle", () => unfolded[details.open ? "add" : "delete"](name));
  return details;
}

function make(name, properties, ...content) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...content);
  return element;
}

function button(className, label, act) {
  const made = make("button", { type: "button", className }, label);
  made.addEventListener("click", act);
  return made;
}

const allTasks = () => make("a", { href: new URL("tasks/", root).href }, "danh sách tất cả nhiệm vụ");
const brief = (text) => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
const show = (number) => number.toLocaleString("vi");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  update();
});

field.addEventListener("input", () => {
  state.q = field.value;
  history.replaceState(null, "", address());
  status.setAttribute("aria-busy", "true");
  clearTimeout(timer);
  timer = setTimeout(update, PAUSE);
});

more.addEventListener("click", async () => {
  const shown = list.children.length;
  const cards = await makeCards(await index, pages.slice(shown, shown + PAGE));
  list.append(...cards);
  more.hidden = list.children.length >= pages.length;
  cards[0].querySelector("a").focus();
});

// Arrows walk from the field through the results and back; Escape returns to the field, then empties it.
document.querySelector("main").addEventListener("keydown", (event) => {
  const links = [field, ...list.querySelectorAll("h2 a")];
  const at = links.indexOf(document.activeElement);
  if (event.key === "Escape") {
    if (at === 0 && field.value) askFor("");
    field.focus();
  } else if (at >= 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    links[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
  } else {
    return;
  }
  event.preventDefault();
});

addEventListener("popstate", () => {
  readAddress();
  update();
});

document.querySelector("header .find")?.remove(); // one field is enough on this page
readAddress();
update();
if (!state.q) field.focus();
