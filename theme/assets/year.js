// The page of a year: shows only the tasks of a unit, or of a state; the address keeps the choice.
"use strict";

// A phone shows first whose tasks there are: told before anything is drawn, so that nothing jumps.
const narrow = matchMedia("(max-width: 46em)").matches && !location.hash;
document.documentElement.classList.toggle("folded", narrow);

addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form.choose");
  const groups = [...document.querySelectorAll("details.year")];
  const rows = [...document.querySelectorAll(".year [data-task]")];

  function show() {
    const { unit, status } = form.elements;
    for (const row of rows) {
      const led = !unit.value || row.dataset.unit.split(" ").includes(unit.value);
      row.hidden = !led || (status.value && status.value !== row.dataset.status);
    }
    for (const group of groups) {
      const count = group.querySelectorAll("[data-task]:not([hidden])").length;
      group.hidden = !count;
      group.querySelector(".count").textContent = count;
      if (count && (unit.value || status.value)) group.open = true;
    }
    const count = rows.filter((row) => !row.hidden).length;
    const told = count ? `${count} nhiệm vụ` : "Không có nhiệm vụ nào";
    form.querySelector("[role=status]").textContent = told;
  }

  function follow() {
    const asked = new URLSearchParams(location.search);
    for (const field of form.querySelectorAll("select")) {
      field.value = asked.get(field.name) ?? "";
      if (field.selectedIndex < 0) field.value = "";
    }
    show();
  }

  for (const group of groups) if (narrow && groups.length > 1) group.open = false;
  document.documentElement.classList.remove("folded");
  if (!form) return;
  follow();
  addEventListener("popstate", follow);
  form.addEventListener("change", () => {
    const chosen = [...new FormData(form)].filter(([, value]) => value);
    const asked = new URLSearchParams(chosen).toString();
    history.pushState(null, "", asked ? `?${asked}` : location.pathname);
    show();
  });
});
