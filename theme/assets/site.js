// Small comforts; every page works without them.
"use strict";

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

// On a small screen a list of several groups shows their headings, and the group that is wanted first.
// What is folded is not found by the browser's search in the page, so one button opens all.
const isSmall = matchMedia("(max-width: 46rem)").matches;
for (const table of document.querySelectorAll(".tasks")) {
  const groups = [...table.querySelectorAll(".group details")];
  const first = table.querySelector("[data-now]") ?? groups[0];
  if (isSmall && groups.length > 2) for (const each of groups) each.open = each === first;
  if (groups.every((each) => each.open)) continue;
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

// What an address points at is seen, even where it is folded.
function unfold() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const details = target?.closest("details:not([open])");
  if (!details) return;
  for (let each = details; each; each = each.parentElement.closest("details")) each.open = true;
  target.scrollIntoView();
}
addEventListener("hashchange", unfold);
unfold();

// "/" goes to the search field, unless the reader is typing.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = document.querySelector("main input[type=search]") ?? document.getElementById("find");
  event.preventDefault();
  field.focus();
  field.select();
});

// What a reader folded away belongs on paper too.
const folded = new Set();
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details:not([open])")) {
    details.open = true;
    folded.add(details);
  }
});
addEventListener("afterprint", () => {
  for (const details of folded) details.open = false;
  folded.clear();
});
