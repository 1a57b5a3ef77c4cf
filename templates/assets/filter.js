// Leaves of a list of terms what holds the words that are typed, and says how many. Without it the list stands whole.
"use strict";
{
  const box = document.querySelector(".filter");
  const input = box.querySelector("input"), status = box.querySelector("[role=status]");
  const letters = document.querySelector(".letters");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase().trim();
  const print = (number) => number.toLocaleString(document.documentElement.lang, { numberingSystem: "latn" });
  const groups = [...document.querySelectorAll(".index > section")].map((section) => [
    section,
    [...section.querySelectorAll("li")].map((row) => [row, fold(row.firstElementChild.textContent)]),
  ]);
  const filter = () => {
    const wanted = fold(input.value).split(/\s+/);
    let found = 0;
    for (const [section, rows] of groups) {
      let here = 0;
      for (const [row, label] of rows) {
        row.hidden = !wanted.every((word) => label.includes(word));
        here += !row.hidden;
      }
      section.hidden = !here;
      found += here;
    }
    const isWhole = input.value.trim() === "";
    if (letters) letters.hidden = !isWhole;
    status.textContent = isWhole ? "" : found ? status.dataset.found.replace("%", print(found)) : status.dataset.none;
  };
  input.addEventListener("input", filter);
  box.hidden = false;
  if (input.value) filter();
}
