// Types a query into Material's search field; its results are stable when they change no more.
globalThis.ask = async (query) => {
  const field = document.querySelector(".md-search__input");
  const results = document.querySelector(".md-search-result");
  const start = performance.now();
  let last = start;
  const watch = new MutationObserver(() => (last = performance.now()));
  watch.observe(results, { childList: true, subtree: true, characterData: true });
  field.focus();
  field.value = query;
  field.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  while (performance.now() - last < (last === start ? 1000 : 150)) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  watch.disconnect();
  const links = [...results.querySelectorAll(".md-search-result__link")];
  return [[...new Set(links.map((link) => link.pathname))], last - start];
};
