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

function makeCard({ directory: { labels }, ...opened }, page, { url, title, cells }) {
  const kind = opened.kind(page);
  const label = (name) => opened.values(page, name).map((value) => nameOf(labels, name, value));
  const place = kind === "task" ? [labels.kind[kind], ...label("plan")] : [labels.kind[kind]];
  const facts = ["unit", "month", "person"].flatMap((name) => (kind === "task" ? label(name).join(", ") : []));
  const card = make(
    "li",
    {},
    make("p", { className: "kicker" }, place.join(" · ")),
    make("h2", {}, make("a", { href: new URL(url, root).href }, ...mark(title))),
    make("p", { className: "facts" }, facts.filter(Boolean).join(" · ")),
    ...makeExcerpt(labels, title, cells),
  );
  card.dataset.result = url;
  if (kind === "task") card.dataset.task = url.split("/")[1];
  return card;
}
