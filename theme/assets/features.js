// What `theme.features` in mkdocs.yml switches on; every page works without it.

const has = (feature) => document.body.classList.contains(feature.replaceAll(".", "-"));
const header = document.querySelector(".top");
const toTop = document.querySelector(".to-top");

// The header goes while a reader scrolls down and comes back on the way up; so does the way to the top.
let last = scrollY;
function follow() {
  const up = scrollY < last;
  if (Math.abs(scrollY - last) < 8) return;
  last = scrollY;
  if (toTop) toTop.hidden = !(up && scrollY > innerHeight);
  if (!has("header.autohide")) return;
  const away = !up && scrollY > header.offsetHeight && !header.contains(document.activeElement);
  header.classList.toggle("away", away);
  stick();
}
function stick() {
  const stuck = header.classList.contains("away") ? 0 : header.offsetHeight;
  document.documentElement.style.setProperty("--stuck", `${stuck}px`);
}
if (toTop || has("header.autohide")) addEventListener("scroll", follow, { passive: true });
if (has("header.autohide")) {
  stick();
  addEventListener("resize", stick);
  header.addEventListener("focusin", () => (header.classList.remove("away"), stick()));
}

// Of a header that stays, the menu is in view, however many rows it has; without this, one row is reckoned with.
function keep() {
  const stays = getComputedStyle(header).position === "sticky";
  const menu = document.querySelector("#menu");
  header.style.top = stays ? `${-menu.offsetTop}px` : "";
  document.documentElement.style.setProperty("--stuck", stays ? `${header.offsetHeight - menu.offsetTop}px` : "0px");
}
if (has("navigation.tabs.sticky") && !has("header.autohide")) new ResizeObserver(keep).observe(header);

// A block of code gets a button that copies it.
if (has("content.code.copy") && navigator.clipboard) {
  for (const code of document.querySelectorAll("main :not(.no-copy) > pre > code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = document.body.dataset.copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent.trimEnd());
      button.textContent = document.body.dataset.copied;
    });
    code.parentElement.classList.add("copyable");
    code.parentElement.append(button);
  }
}

// What an abbreviation or a link says in its title is shown at once, to the keyboard too.
if (has("content.tooltips")) {
  const tip = document.createElement("div");
  tip.id = "tip";
  tip.role = "tooltip";
  tip.popover = "manual";
  document.body.append(tip);
  const hide = () => tip.matches(":popover-open") && tip.hidePopover();
  const show = ({ currentTarget: of }) => {
    tip.textContent = of.dataset.tip;
    tip.showPopover();
    const { left, bottom } = of.getBoundingClientRect();
    tip.style.left = `${Math.max(Math.min(left, innerWidth - tip.offsetWidth - 8), 8) + scrollX}px`;
    tip.style.top = `${bottom + scrollY + 4}px`;
  };
  for (const of of document.querySelectorAll("main :is(abbr, a)[title]")) {
    of.dataset.tip = of.title;
    of.removeAttribute("title");
    of.setAttribute("aria-description", of.dataset.tip);
    if (of.matches("abbr")) of.tabIndex = 0;
    for (const event of ["focus", "mouseenter"]) of.addEventListener(event, show);
    for (const event of ["blur", "mouseleave"]) of.addEventListener(event, hide);
  }
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
}
