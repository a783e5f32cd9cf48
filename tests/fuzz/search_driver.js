// Answers queries, one a line of JSON, by the reader's own script from an index in a folder.

import { createInterface } from "node:readline";
import { readFile } from "node:fs/promises";
import { SearchIndex } from "./search-index.js";

globalThis.fetch = async (url) => new Response(await readFile(url));

const opened = new Map();
for await (const line of createInterface({ input: process.stdin })) {
  const { base, query } = JSON.parse(line);
  if (!opened.has(base)) opened.set(base, await SearchIndex.open(base));
  const index = opened.get(base);
  try {
    const { pages } = await index.search(query);
    const urls = pages && (await Promise.all(pages.map(async (page) => (await index.text(page))[0])));
    console.log(JSON.stringify({ urls }));
  } catch (error) {
    console.log(JSON.stringify({ error: `${error.stack}` }));
  }
}
