// Every other page: paragraphs, tables of counts, sections of tasks.
import markdownIt from "markdown-it";
import { escape, shell } from "../shell.js";

const markdown = markdownIt();

export const data = {
  pagination: { data: "pages", size: 1, alias: "told" },
  permalink: ({ told }) => `${told.address}index.html`,
  eleventyExcludeFromCollections: true,
};

const link = (root, { text, url }) => (url ? `<a href="${root}${url}">${escape(text)}</a>` : escape(text));

const table = (root) => ({ head, rows }) => `
<table class="counts-table">
<thead><tr>${head.map((each) => `<th scope="col">${escape(each)}</th>`).join("")}</tr></thead>
<tbody>${rows.map((row) => `
<tr>${row.map((cell) => `<td>${link(root, cell)}</td>`).join("")}</tr>`).join("")}
</tbody>
</table>`;

const line = (root, role, several) => (task) => `
<tr data-task="${task.id}"${role ? ` data-role="${role}"` : ""}>
<td class="no">${escape(task.number)}</td>
<th scope="row"><a href="${root}${task.address}">${escape(task.task)}</a>${task.note ? `<small${task.priority ? ' class="mark"' : ""}>${escape(task.note)}</small>` : ""}${several ? `<small>${escape(task.plan)}${task.own ? "" : " · cơ quan khác"}</small>` : ""}</th>
<td data-label="Chủ trì">${escape(task.lead)}${task.support ? `<small><i>Phối hợp:</i> ${escape(task.support)}</small>` : ""}</td>
<td data-label="Thời hạn">${escape(task.when)}${task.end ? `<time class="${task.kind}" datetime="${task.end}"${task.start ? ` data-from="${task.start}"` : ""}>${escape(task.timing)}</time>` : `<small>${escape(task.timing)}</small>`}</td>
<td${task.product ? ' data-label="Sản phẩm"' : ""}>${escape(task.product)}${task.leader ? `<small><i>Chỉ đạo:</i> ${escape(task.leader)}</small>` : ""}</td>
</tr>`;

const also = (root) => (task) => `
<tr class="also"><td colspan="5">Cùng chủ trì: <a href="${root}${task.address}">${escape(task.task)}</a></td></tr>`;

const group = (root, tasks, role, several) => ({ key, title, url, rows, also: others }) => `
<tbody>${title ? `
<tr class="group"><td colspan="5"><h3 id="${key}">${link(root, { text: title, url })}</h3> <span>${rows.length} nhiệm vụ</span></td></tr>` : ""}${rows.map((id) => tasks[id]).map(line(root, role, several)).join("")}${others.map((id) => tasks[id]).map(also(root)).join("")}
</tbody>`;

const section = (root, tasks, url) => ({ id, title, count, role, several, groups }) => `
<section aria-labelledby="${id}">
<h2 id="${id}">${escape(title)} <span class="count">${count}</span></h2>
<table class="tasks">
<caption class="hidden">${escape(title)}</caption>
<thead><tr><th scope="col">Số</th><th scope="col">Nhiệm vụ</th><th scope="col">Chủ trì, phối hợp</th><th scope="col">Thời hạn</th><th scope="col">Sản phẩm, chỉ đạo</th></tr></thead>${groups.map(group(root, tasks, role, several)).join("")}
<tfoot><tr><td colspan="5">${url}</td></tr></tfoot>
</table>
</section>`;

export function render({ told, tasks, site }) {
  return shell(told, site, (root) => `
<div class="sheet">${told.kicker ? `
<p class="kicker">${escape(told.kicker)}</p>` : ""}
<h1 data-search>${escape(told.heading)}</h1>${told.markdown ? `
<article class="paper" data-search>${markdown.render(told.markdown)}</article>` : ""}${told.tables.map(table(root)).join("")}${told.sections.map(section(root, tasks, site.url + told.address)).join("")}
</div>`);
}
