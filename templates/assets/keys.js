// The key / leads to the search from every page, but where a reader is writing.
addEventListener("keydown", (event) => {
  const box = document.querySelector("[type=search][name=q]");
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || !box) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  event.preventDefault();
  box.focus();
  box.select();
});
