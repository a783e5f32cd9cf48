// Eleventy renders the pages by pagination over src/_data/*.json; nothing that no page needs is on.
export default function (config) {
  config.setQuietMode(true);
  config.setUseGitIgnore(false);
  config.setFreezeReservedData(false);
  return { dir: { input: "src" }, templateFormats: ["11ty.js"] };
}
