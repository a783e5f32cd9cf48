// The numbers of a unit's or a leader's page filter its lists; the address tells which: ?loc=qua-han
const links = [...document.querySelectorAll('main a[href^="?loc="]')];
const lists = [...document.querySelectorAll("main section:has(> .tasks)")];
const status = document.querySelector(".filtered [role=status]");
const clear = document.querySelector(".filtered a");
const read = (search) => new URLSearchParams(search).get("loc");

function tell(link) {
  const label = (link.ariaLabel ?? link.textContent).replace(/^\d+ (nhiệm vụ, )?/, "");
  return (link.closest("p")?.firstChild.data ?? "") + label;
}

function show() {
  const loc = read(location.search);
  const chosen = links.find((link) => read(link.search) === loc);
  const found = new Set();
  for (const list of lists) {
    for (const body of list.querySelectorAll("tbody")) {
      let count = 0;
      for (const row of body.querySelectorAll("[data-flags]")) {
        const flags = row.dataset.flags.split(" ");
        row.hidden = chosen && !loc.split(".").every((word) => flags.includes(word));
        if (row.hidden) continue;
        found.add(row.dataset.task);
        count++;
      }
      body.hidden = chosen && !count;
      body.querySelector("b").textContent = count;
      const group = body.querySelector("details");
      if (chosen) group.was ??= group.open;
      group.open = chosen || (group.was ?? group.open);
      if (!chosen) delete group.was;
    }
    for (const each of list.querySelectorAll(".also, .strip, .note, .count, .all")) each.hidden = chosen;
    list.hidden = !list.querySelector("tbody:not([hidden])");
  }
  for (const link of links) link.ariaCurrent = chosen && read(link.search) === loc ? "true" : null;
  status.textContent = chosen ? `Đang lọc, còn ${found.size} nhiệm vụ: ${tell(chosen)}.` : "";
  clear.hidden = !chosen;
  if (chosen) status.scrollIntoView();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || (link !== clear && !links.includes(link))) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const off = link === clear || link.ariaCurrent;
  history.pushState(null, "", off ? location.pathname : link.search);
  show();
});
addEventListener("popstate", show);
if (status) show();

// A month that went to another page, for the list became too long for one, is still found by its old address.
const month = location.hash.match(/^#[ms]-(\d{4})-\d\d$/);
if (month && !document.getElementById(month[0].slice(1))) {
  const find = (selector) => document.querySelector(selector)?.href.split("#")[0];
  const page = find(`.strip a[href$="${month[0]}"]`) ?? find(`.parted a[href$="/${month[1]}/"]`);
  if (page) location.replace(page + location.search + month[0]);
}
