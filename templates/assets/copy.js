// Puts a button beside each reference that copies it. Without this script readers select it themselves.
"use strict";
for (const list of document.querySelectorAll("[data-copy]")) {
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "said";
  list.after(said);
  for (const citation of list.querySelectorAll(".citation")) {
    const button = document.createElement("button");
    button.type = "button";
    button.lang = document.documentElement.lang;
    button.textContent = list.dataset.copy;
    button.setAttribute("aria-label", `${list.dataset.copy}: ${citation.parentNode.previousElementSibling.textContent}`);
    button.addEventListener("click", async () => {
      const range = document.createRange();
      range.selectNodeContents(citation);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      try {
        if (!document.execCommand("copy")) await navigator.clipboard.writeText(citation.textContent);
        said.textContent = list.dataset.copied;
        button.textContent = list.dataset.copied;
      } catch {
        return; // it stays selected, ready for the reader's own keys
      }
      setTimeout(() => { button.textContent = list.dataset.copy; said.textContent = ""; }, 2000);
    });
    citation.after(button);
  }
}
