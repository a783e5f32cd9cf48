"""Turn the JSON of tasks and pages into one Markdown page each, for MkDocs or for Zensical.

Run by mkdocs-gen-files it hands the pages to MkDocs; run by itself it writes them into docs/.
Tables are HTML blocks: Python-Markdown passes them on faster than it reads a table of its own.
"""

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

Json = dict[str, Any]


def list_pages(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the path and the Markdown of every page."""
    tasks, pages, site = (
        json.loads((folder / f"{name}.json").read_text("utf-8"))
        for name in ("tasks", "pages", "site")
    )
    for task in tasks.values():
        yield f"{task['address']}index.md", render(task, render_task(task, site))
    for page in pages:
        yield f"{page['address']}index.md", render(page, render_page(page, tasks, site))


def render(told: Json, main: str) -> str:
    """Put the front matter before a page, and its abbreviations after it."""
    meta = f"---\ntitle: {json.dumps(told['title'], ensure_ascii=False)}\n"
    meta += f"description: {json.dumps(told['description'], ensure_ascii=False)}\n"
    if "sections" in told:  # Zensical's own search, which cannot be turned off, fails on long lists
        meta += "search:\n  exclude: true\n"
    return meta + "---\n\n" + main + render_abbreviations(told["abbreviations"])


def render_abbreviations(found: list[Json]) -> str:
    """List the short forms of a page."""
    if not found:
        return ""
    rows = "".join(
        f"<div><dt>{escape(each['short'])}</dt><dd>{escape(each['long'])}</dd></div>\n"
        for each in found
    )
    summary = f"<summary>{len(found)} chữ viết tắt ở trang này</summary>"
    return f'\n<details class="abbreviations">{summary}\n<dl>\n{rows}</dl>\n</details>\n'


def render_task(task: Json, site: Json) -> str:
    """Write the page of a task."""
    root = root_of(task)
    section = f" › {escape(task['section'])}" if task["section"] else ""
    number = f" › số {escape(task['number'])}" if task["number"] else ""
    facts = "".join(
        f'<tr><th scope="row">{fact["label"]}</th>'
        f'<td class="printed" data-label="Văn bản in">{printed(fact["printed"])}</td>'
        f'<td data-label="Phần mềm hiểu">'
        f"{paragraphs(root, fact['understood'])}</td></tr>\n"
        for fact in task["facts"]
    )
    neighbours = "".join(
        f'<a rel="{each["rel"]}" href="{root}{each["url"]}">'
        f"{bold(each['number'])}{escape(each['task'])}</a>\n"
        for each in task["neighbours"]
    )
    priority = f"<div><dt>Mức quan trọng</dt><dd>{escape(task['priority'])}</dd></div>\n"
    url = site["url"] + task["address"]
    return f"""\
<article data-search data-task="{task["id"]}">
<p class="kicker"><a href="{root}{task["plan_url"]}">{escape(task["plan"])}</a>{section}{number}</p>
<h1 class="printed">{escape(task["task"])}</h1>
<dl class="facts">
<div><dt>Thời hạn</dt><dd>{timing(task)}{f"<small>{escape(task['when'])}</small>" if task["end"] else ""}</dd></div>
<div><dt>Tình trạng</dt><dd>{task["status"]}</dd></div>
{priority if task["priority"] else ""}</dl>
<table class="beside">
<caption class="hidden">Văn bản in gì, phần mềm hiểu gì</caption>
<thead><tr><td></td><th scope="col">Văn bản in</th><th scope="col">Phần mềm hiểu</th></tr></thead>
<tbody>
{facts}</tbody>
</table>
</article>
<nav class="turn" aria-label="Nhiệm vụ trước, sau trong văn bản">
{neighbours}</nav>
<section class="about" aria-labelledby="cite">
<h2 id="cite">Trích dẫn, sửa lỗi</h2>
<p>Địa chỉ cố định: <a href="{url}">{url}</a></p>
<p>Mã nhiệm vụ: <code>{task["id"]}</code></p>
<p><a href="{site["repository"]}/blob/main/data/tasks.yaml#L{task["line"]}">Sửa dữ liệu này</a></p>
</section>
"""


def render_page(page: Json, tasks: dict[str, Json], site: Json) -> str:
    """Write any other page: paragraphs, tables of counts, sections of tasks."""
    root = root_of(page)
    kicker = f'<p class="kicker">{escape(page["kicker"])}</p>\n\n' if "kicker" in page else ""
    parts = [
        f"{kicker}<h1 data-search>{escape(page['heading'])}</h1>\n\n{page.get('markdown', '')}\n\n"
    ]
    for table in page["tables"]:
        head = "".join(f'<th scope="col">{escape(each)}</th>' for each in table["head"])
        rows = "".join(
            f"<tr>{''.join(f'<td>{link(root, cell)}</td>' for cell in row)}</tr>\n"
            for row in table["rows"]
        )
        parts.append(
            f'<table class="counts-table">\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n\n'
        )
    for section in page["sections"]:
        parts.append(render_section(section, root, tasks, site["url"] + page["address"]))
    return "".join(parts)


def render_section(section: Json, root: str, tasks: dict[str, Json], url: str) -> str:
    """Write a list of tasks."""
    parts = [
        f'<section aria-labelledby="{section["id"]}">\n'
        f'<h2 id="{section["id"]}">{escape(section["title"])} <span class="count">{section["count"]}</span></h2>\n'
        f'<table class="tasks">\n<caption class="hidden">{escape(section["title"])}</caption>\n'
        '<thead><tr><th scope="col">Số</th><th scope="col">Nhiệm vụ</th><th scope="col">Chủ trì, phối hợp</th>'
        '<th scope="col">Thời hạn</th><th scope="col">Sản phẩm, chỉ đạo</th></tr></thead>\n'
    ]
    for group in section["groups"]:
        parts.append("<tbody>\n")
        if group["title"]:
            title = link(root, {"text": group["title"], "url": group["url"]})
            count = f"<span>{len(group['rows'])} nhiệm vụ</span>"
            parts.append(
                f'<tr class="group"><td colspan="5"><h3 id="{group["key"]}">{title}</h3> {count}</td></tr>\n'
            )
        for each in group["rows"]:
            parts.append(render_row(tasks[each], root, section["role"], section["several"]))
        for each in group["also"]:
            shown = link(root, {"text": tasks[each]["task"], "url": tasks[each]["address"]})
            parts.append(f'<tr class="also"><td colspan="5">Cùng chủ trì: {shown}</td></tr>\n')
        parts.append("</tbody>\n")
    parts.append(f'<tfoot><tr><td colspan="5">{url}</td></tr></tfoot>\n</table>\n</section>\n\n')
    return "".join(parts)


def render_row(task: Json, root: str, role: str, several: bool) -> str:
    """Write a line of a list."""
    mark = ' class="mark"' if task["priority"] else ""
    note = f"<small{mark}>{escape(task['note'])}</small>" if task["note"] else ""
    plan = f"<small>{escape(task['plan'])}{'' if task['own'] else ' · cơ quan khác'}</small>"
    support = (
        f"<small><i>Phối hợp:</i> {escape(task['support'])}</small>" if task["support"] else ""
    )
    leader = f"<small><i>Chỉ đạo:</i> {escape(task['leader'])}</small>" if task["leader"] else ""
    time = timing(task) if task["end"] else f"<small>{escape(task['timing'])}</small>"
    product_label = ' data-label="Sản phẩm"' if task["product"] else ""
    role = f' data-role="{role}"' if role else ""
    return (
        f'<tr data-task="{task["id"]}"{role}>\n<td class="no">{escape(task["number"])}</td>\n'
        f'<th scope="row"><a href="{root}{task["address"]}">{escape(task["task"])}</a>{note}'
        f"{plan if several else ''}</th>\n"
        f'<td data-label="Chủ trì">{escape(task["lead"])}{support}</td>\n'
        f'<td data-label="Thời hạn">{escape(task["when"])}{time}</td>\n'
        f"<td{product_label}>{escape(task['product'])}{leader}</td>\n</tr>\n"
    )


def timing(task: Json) -> str:
    """Tell how the period lies to the day of the build."""
    if not task["end"]:
        return escape(task["timing"])
    start = f' data-from="{task["start"]}"' if task["start"] else ""
    return f'<time class="{task["kind"]}" datetime="{task["end"]}"{start}>{escape(task["timing"])}</time>'


def printed(text: str) -> str:
    """Show a cell of the document, or that it is blank."""
    return escape(text) if text else '<span class="blank">để trống</span>'


def bold(number: str) -> str:
    """Write a task's number before its text."""
    return f"<b>{escape(number)}</b> " if number else ""


def paragraphs(root: str, links: list[Json]) -> str:
    """Write what was understood, a paragraph each."""
    return "".join(f"<p>{link(root, each)}</p>" for each in links)


def link(root: str, each: Json) -> str:
    """Write words that may lead somewhere."""
    text = escape(each["text"])
    return f'<a href="{root}{each["url"]}">{text}</a>' if each["url"] else text


def root_of(told: Json) -> str:
    """Lead from a page back to the root of the site."""
    return "../" * told["address"].count("/")


if __name__ == "__main__":  # for Zensical, which runs no plugins
    for path, text in list_pages(Path("data")):
        place = Path("docs") / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
else:
    import mkdocs_gen_files

    for path, text in list_pages(Path("data")):
        with mkdocs_gen_files.open(path, "w") as file:
            file.write(text)
