(() => {
  "use strict";
  const all = (query, within = document) => [...within.querySelectorAll(query)];
  const bar = document.querySelector(".filter");
  if (!bar) return;
  const filters = all("[data-f]", bar), segments = all(".seg"), status = bar.querySelector("[role=status]");
  const isOn = (button) => button.getAttribute("aria-pressed") === "true";
  const toggle = (button) => button.setAttribute("aria-pressed", String(!isOn(button)));

  const filter = () => {
    const wanted = filters.filter(isOn).map((button) => button.dataset.f);
    for (const segment of segments) {
      const themes = segment.dataset.t.split(" ");
      segment.hidden = wanted.length > 0 && !wanted.some((theme) => themes.includes(theme));
    }
    for (const part of [...all(".run"), ...all(".input")]) part.hidden = all(".seg", part).every((segment) => segment.hidden);
    status.textContent = status.dataset.said.replace("@", segments.filter((segment) => !segment.hidden).length);
  };

  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    toggle(button);
    if ("open" in button.dataset) for (const details of all(".seg details")) details.open = isOn(button);
    else if ("against" in button.dataset) document.body.classList.toggle("against", isOn(button));
    else filter();
  });

  // A link to a segment shows it, whatever the filter.
  window.addEventListener("hashchange", () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target || !target.hidden) return;
    filters.filter(isOn).forEach(toggle);
    filter();
    target.scrollIntoView();
  });

  bar.hidden = false;
  filter();
})();
