// Leads from "On this day" to today's page, if there is one: the page was made without knowing when it would be read.
for (const link of document.querySelectorAll("a[data-days]")) {
  const now = new Date();
  const day = [now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  if (link.dataset.days.split(" ").includes(day)) {
    link.href = link.href.replace(/index\.html$/, `${day}.html`);
    // Plain English dates are British on the whole site.
    const language = document.documentElement.lang.replace(/^en$/, "en-GB");
    const words = now.toLocaleDateString(language, { day: "numeric", month: "long" });
    link.textContent = link.dataset.label.replace("%(day)s", words);
  }
}
