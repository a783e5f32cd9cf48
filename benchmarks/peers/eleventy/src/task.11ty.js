// One page a task.
import { escape, shell } from "../shell.js";

export const data = {
  pagination: { data: "tasks", size: 1, alias: "task", resolve: "values" },
  permalink: ({ task }) => `${task.address}index.html`,
  eleventyExcludeFromCollections: true,
};

const fact = (root) => ({ label, printed, understood }) => `
<tr><th scope="row">${escape(label)}</th><td class="printed" data-label="Văn bản in">${printed ? escape(printed) : '<span class="blank">để trống</span>'}</td><td data-label="Phần mềm hiểu">${understood.map(({ text, url }) => `<p>${url ? `<a href="${root}${url}">${escape(text)}</a>` : escape(text)}</p>`).join("")}</td></tr>`;

const neighbour = (root) => ({ rel, url, number, task }) => `
<a rel="${rel}" href="${root}${url}">${number ? `<b>${escape(number)}</b> ` : ""}${escape(task)}</a>`;

export function render({ task, site }) {
  return shell(task, site, (root) => `${task.own ? "" : `
<p class="notice"><b>Của cơ quan khác.</b> Không tính vào số liệu của Sở.</p>`}
<article data-search data-task="${task.id}">
<p class="kicker"><a href="${root}${task.plan_url}">${escape(task.plan)}</a>${task.section ? ` › ${escape(task.section)}` : ""}${task.number ? ` › số ${escape(task.number)}` : ""}</p>
<h1 class="printed">${escape(task.task)}</h1>
<dl class="facts">
<div><dt>Thời hạn</dt><dd>${task.end ? `<time class="${task.kind}" datetime="${task.end}"${task.start ? ` data-from="${task.start}"` : ""}>${escape(task.timing)}</time><small>${escape(task.when)}</small>` : escape(task.timing)}</dd></div>
<div><dt>Tình trạng</dt><dd>${escape(task.status)}</dd></div>${task.priority ? `
<div><dt>Mức quan trọng</dt><dd><span class="mark">${escape(task.priority)}</span></dd></div>` : ""}
</dl>
<table class="beside">
<caption class="hidden">Văn bản in gì, phần mềm hiểu gì</caption>
<thead><tr><td></td><th scope="col">Văn bản in</th><th scope="col">Phần mềm hiểu</th></tr></thead>
<tbody>${task.facts.map(fact(root)).join("")}
</tbody>
</table>
</article>
<nav class="turn" aria-label="Nhiệm vụ trước, sau trong văn bản">${task.neighbours.map(neighbour(root)).join("")}
</nav>
<section class="about" aria-labelledby="cite">
<h2 id="cite">Trích dẫn, sửa lỗi</h2>
<p>Địa chỉ cố định: <a href="${site.url}${task.address}">${site.url}${task.address}</a></p>
<p>Mã nhiệm vụ: <code>${task.id}</code></p>
<p><a href="${site.repository}/blob/main/data/tasks.yaml#L${task.line}">Sửa dữ liệu này</a></p>
</section>`);
}
