// A notice that a reader has put away stays away until its words change; loaded right after it, so that nothing jumps.
"use strict";

{
  const notice = document.querySelector(".announce");
  const words = notice.querySelector("div > div").textContent.trim();
  const dismiss = notice.querySelector("button");
  try {
    notice.hidden = localStorage.getItem("announce") === words;
    dismiss.hidden = false;
    dismiss.addEventListener("click", () => {
      localStorage.setItem("announce", words);
      notice.hidden = true;
      document.getElementById("main").focus();
    });
  } catch {
    // A browser that keeps nothing: the notice stays.
  }
}
