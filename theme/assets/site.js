// Small comforts; every page works without them.

// The page was built on some day: tell the timing by the reader's own day. The words are those of wording.py.
const now = new Date();
const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
  .map((part) => String(part).padStart(2, "0"))
  .join("-");
for (const time of document.querySelectorAll("time.past, time.running, time.ahead")) {
  const from = time.dataset.from;
  const [kind, label] =
    today > time.dateTime ? ["past", "đã qua thời hạn"]
    : from && today < from ? ["ahead", "chưa đến hạn"]
    : ["running", "trong hạn"];
  if (!time.classList.contains(kind)) {
    time.className = kind;
    time.textContent = label;
  }
}

// On a small screen a list of several groups shows their headings, and the group that is wanted first,
// unless none of it is wanted before it is asked for.
// What is folded is not found by the browser's search in the page, so one button opens all.
const isSmall = matchMedia("(max-width: 46rem)").matches;
for (const table of document.querySelectorAll(".tasks")) {
  const groups = [...table.querySelectorAll("tbody:not(.again) > .group details")];
  const first = table.querySelector("[data-now]") ?? groups[0];
  const some = groups.some((each) => each.open);
  if (isSmall && groups.length > 2 && some) for (const each of groups) each.open = each === first;
  if (groups.length < 2 || groups.every((each) => each.open)) continue;
  const button = document.createElement("button");
  button.className = "all";
  button.type = "button";
  button.textContent = `Mở cả ${groups.length} nhóm`;
  button.addEventListener("click", () => {
    for (const each of groups) each.open = true;
    button.remove();
    groups[0].querySelector("summary").focus();
  });
  table.before(button);
}

// A sheet of paper names the choice that it shows.
const address = document.querySelector(".colophon .address");
addEventListener("beforeprint", () => {
  if (address) address.textContent = address.textContent.split("?")[0] + location.search;
});

// What an address points at is seen, even where it is folded.
function unfold() {
  const target = document.getElementById(location.hash.slice(1));
  const details = target?.closest("details:not([open])");
  if (!details) return;
  for (let each = details; each; each = each.parentElement.closest("details")) each.open = true;
  target.scrollIntoView();
}
addEventListener("hashchange", unfold);
unfold();

// The contents of a long page mark where the reader is; on a small screen they close once used.
const contents = document.getElementById("contents");
if (contents) {
  const links = new Map();
  for (const link of contents.querySelectorAll("a"))
    links.set(document.getElementById(link.hash.slice(1)), link);
  links.delete(document.getElementById("main"));
  links.delete(null);
  let current;
  const mark = () => {
    let last;
    for (const target of links.keys())
      if (target.checkVisibility() && target.getBoundingClientRect().top < innerHeight / 3) last = target;
    if (last === current) return;
    links.get(current)?.removeAttribute("aria-current");
    links.get(last)?.setAttribute("aria-current", "true");
    if (document.body.classList.contains("toc-follow") && !contents.matches(":popover-open"))
      contents.scrollTo({ top: (links.get(last)?.offsetTop ?? 0) - contents.clientHeight / 2 });
    current = last;
  };
  const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" });
  for (const target of links.keys()) observer.observe(target);
  addEventListener("scrollend", mark); // a jump may pass all of them unseen
  contents.addEventListener("click", (event) => {
    if (event.target.closest("a") && contents.matches(":popover-open")) contents.hidePopover();
  });
}

// "/" goes to the search field, unless the reader is typing.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = document.querySelector("main input[type=search]") ?? document.getElementById("find");
  event.preventDefault();
  field.focus();
  field.select();
});

// The text before a button is copied, where the browser lets it.
for (const button of navigator.clipboard ? document.querySelectorAll(".copy") : []) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.previousElementSibling.textContent);
    button.textContent = "Đã chép";
  });
}

// What a reader folded away belongs on paper too, but for the past months of a unit or a leader.
const folded = new Set();
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details:not([open])")) {
    if (details.closest("tbody")?.querySelector("[data-role], [data-flags]")) continue;
    details.open = true;
    folded.add(details);
  }
});
addEventListener("afterprint", () => {
  for (const details of folded) details.open = false;
  folded.clear();
});
