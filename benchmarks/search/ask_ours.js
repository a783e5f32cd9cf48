// Types a query on our search page; gives the pages shown and the time until they are stable.
globalThis.ask = async (query) => {
  const field = document.querySelector(".ask input");
  const status = document.querySelector("[role=status]");
  const settle = () =>
    new Promise((resolve) => {
      const look = () => status.hasAttribute("aria-busy") || (watch.disconnect(), resolve());
      const watch = new MutationObserver(look);
      watch.observe(status, { attributes: true });
      look();
    });
  await settle();
  const start = performance.now();
  field.value = query;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await settle();
  const milliseconds = performance.now() - start;
  const links = [...document.querySelectorAll("[data-result] a")];
  return [links.map((link) => link.pathname), milliseconds];
};
