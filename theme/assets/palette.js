// Remembers which colours the reader chose; loaded before the page is drawn, and only where there is a choice.
"use strict";

{
  const root = document.documentElement;
  const palettes = JSON.parse(document.currentScript.dataset.palettes);
  const automatic = "(prefers-color-scheme)"; // no side of it: the system decides
  const matches = (each) => each.media && each.media !== automatic && matchMedia(each.media).matches;

  // Where nobody chose: the first whose system is the reader's, else the first; one that is automatic comes first.
  function choose() {
    if (palettes[kept()]) return Number(kept());
    return palettes[0].media === automatic ? 0 : Math.max(palettes.findIndex(matches), 0);
  }

  function kept() {
    try {
      return localStorage.getItem("palette");
    } catch {
      return null; // a browser that keeps nothing
    }
  }

  function show(at) {
    root.dataset.palette = at;
    const one = palettes[at].media === automatic ? palettes.find(matches) ?? palettes[at] : palettes[at];
    const name = (value, other) => (value ?? other).replaceAll(" ", "-");
    root.dataset.mdColorScheme = name(one.scheme, "default");
    root.dataset.mdColorPrimary = name(one.primary, "custom");
    root.dataset.mdColorAccent = name(one.accent, "custom");
    const chosen = document.getElementById(`__palette_${at}`);
    if (chosen) chosen.checked = true;
  }

  show(choose());
  addEventListener("DOMContentLoaded", () => show(choose()));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show(choose()));
  addEventListener("storage", () => show(choose())); // another window of this site
  addEventListener("change", (event) => {
    if (event.target.name !== "__palette") return;
    const at = event.target.id.split("_").at(-1);
    show(at);
    localStorage.setItem("palette", at);
  });
}
