globalThis.ask = async (query) => {
  const field = document.querySelector(".ask input");
  const status = document.querySelector("[role=status]");
  const settled = () => !status.hasAttribute("aria-busy");
  const settle = () =>
    new Promise((resolve) => {
      const watch = new MutationObserver(() => settled() && (watch.disconnect(), resolve()));
      watch.observe(status, { attributes: true });
      if (settled()) resolve();
    });
  await settle();
  field.value = query;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await settle();
  return [...document.querySelectorAll("[data-result] a")].map((link) => link.pathname.split("/").at(-2));
};
