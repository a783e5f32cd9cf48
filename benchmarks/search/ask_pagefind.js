// Asks Pagefind as its documentation says, and waits for what a page of results needs.
globalThis.ask = async (query) => {
  globalThis.pagefind ??= await import("/pagefind/pagefind.js");
  const start = performance.now();
  const { results } = await pagefind.search(query);
  const pages = await Promise.all(results.slice(0, 10).map((result) => result.data()));
  return [pages.map((page) => page.url), performance.now() - start];
};
