// The shell of every page, and the escaping of what stands in it.
const MARKS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;" };

export const escape = (text) => text.replace(/[&<>"]/g, (mark) => MARKS[mark]);

const breadcrumbs = (trail, site) =>
  JSON.stringify({
    "@context": "https://schema.org",
    "@type": "BreadcrumbList",
    itemListElement: trail.map(({ label, address }, at) => ({
      "@type": "ListItem",
      position: at + 1,
      name: label,
      item: site.url + address,
    })),
  }).replaceAll("<", "\\u003c");

export function shell(told, site, main) {
  const root = "../".repeat(told.address.split("/").length - 1);
  const home = root || "./";
  const title = `${escape(told.title)} – ${site.name}`;
  const description = escape(told.description);
  const url = site.url + told.address;
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; manifest-src 'self'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<meta name="description" content="${description}">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
<meta property="og:site_name" content="${site.name}">
<meta property="og:locale" content="vi_VN">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#0a4a57">
<meta property="og:type" content="website">
<meta property="og:url" content="${url}">
<link rel="canonical" href="${url}">
<link rel="alternate" type="application/atom+xml" title="${site.name}" href="${root}feed.atom">${told.trail.length > 1 ? `
<script type="application/ld+json">${breadcrumbs(told.trail, site)}</script>` : ""}
<link rel="icon" href="${root}assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${root}assets/site.css">
<script src="${root}assets/site.js" defer></script>
</head>
<body>
<a class="skip" href="#main">Tới nội dung chính</a>
<header class="top">
<div class="wrap">
<a class="brand" href="${home}">
<svg viewBox="0 0 48 48" width="48" height="48" aria-hidden="true" focusable="false"><rect width="48" height="48" rx="9"/><path class="hill" d="M7 27 15.5 13h17L41 27z"/><path class="wave" d="M7 33c4.3 0 4.3 2.6 8.5 2.6S19.8 33 24 33s4.3 2.6 8.5 2.6S36.800 33 41 33M7 39c4.3 0 4.3 2.6 8.5 2.6S19.8 39 24 39s4.3 2.6 8.5 2.6S36.800 39 41 39"/></svg>
<span class="body">${escape(site.parent)}<b>${escape(site.body)}</b></span>
<span class="site">${site.name}</span>
</a>
<form class="find" role="search" action="${root}search/" method="get">
<label class="hidden" for="find">Tìm nhiệm vụ, văn bản, đơn vị</label>
<input id="find" type="search" name="q" placeholder="Tìm nhiệm vụ, văn bản…" autocomplete="off" enterkeyhint="search">
<button type="submit">Tìm</button>
</form>
<button class="menu" type="button" popovertarget="menu">Mục lục</button>
</div>
<nav id="menu" popover aria-label="Mục lục của trang">
<ul class="wrap">
<li><a href="${home}">Trang chủ</a></li>
<li><a href="${root}plans/">Văn bản</a></li>
<li><a href="${root}units/">Đơn vị</a></li>
<li><a href="${root}months/">Theo tháng</a></li>
<li><a href="${root}people/">Lãnh đạo</a></li>
<li><a href="${root}standing/">Thường xuyên</a></li>
<li><a href="${root}search/">Tìm kiếm</a></li>
<li><a href="${root}data/">Dữ liệu mở</a></li>
</ul>
</nav>
</header>
<div class="wrap">${told.trail.length > 1 ? `
<nav class="trail" aria-label="Vị trí"><ol>${told.trail.map(({ label, address }) => `
<li><a href="${root + address || "./"}"${address === told.address ? ' aria-current="page"' : ""}>${escape(label)}</a></li>`).join("")}
</ol></nav>` : ""}
<main id="main" tabindex="-1">${main(root)}${told.abbreviations.length ? `
<details class="abbreviations"><summary>${told.abbreviations.length} chữ viết tắt ở trang này</summary>
<dl>${told.abbreviations.map(({ short, long }) => `
<div><dt>${escape(short)}</dt><dd>${escape(long)}</dd></div>`).join("")}
</dl>
</details>` : ""}
</main>
</div>
<footer class="foot">
<div class="wrap">
<nav aria-label="Về trang này">
<ul>
<li><a href="${root}about/">Giới thiệu, báo lỗi</a></li>
<li><a href="${root}abbreviations/">Từ viết tắt</a></li>
<li><a href="${root}data/">Dữ liệu mở</a></li>
<li><a href="${root}changes/">Nhật ký thay đổi</a></li>
<li><a href="${root}feed.atom">Tin Atom</a></li>
<li><a href="${root}accessibility/">Trợ năng</a></li>
</ul>
</nav>
<p>Văn bản do ${escape(site.body)} và các cơ quan ban hành; trang này chỉ trình bày lại để dễ tra cứu.</p>
<p><span class="address">${url}</span></p>
</div>
</footer>
</body>
</html>
`;
}
