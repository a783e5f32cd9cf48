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

// "/" goes to the search field, unless the reader is typing.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = document.querySelector("main input[type=search]") ?? document.getElementById("find");
  event.preventDefault();
  field.focus();
  field.select();
});

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
