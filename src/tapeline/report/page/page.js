"use strict";
(() => {
  const panel = document.getElementById("panel");
  const article = document.querySelector("article");
  const open = (ids) => {
    panel.replaceChildren(...ids.map((id) => {
      const copy = document.getElementById("card-" + id).cloneNode(true);
      copy.removeAttribute("id");
      return copy;
    }));
    panel.classList.add("filled");
    for (const mark of document.querySelectorAll("a.claim.open")) mark.classList.remove("open");
    for (const mark of document.querySelectorAll("a.claim")) {
      if (mark.dataset.claims.split(" ").some((id) => ids.includes(id))) mark.classList.add("open");
    }
  };
  article.addEventListener("click", (event) => {
    const mark = event.target.closest("a.claim");
    if (!mark) return;
    event.preventDefault();
    open(mark.dataset.claims.split(" "));
    if (matchMedia("(max-width: 820px)").matches) scrollTo({ top: scrollY + mark.getBoundingClientRect().top - 80, behavior: "smooth" });
  });
  article.addEventListener("focusin", (event) => {
    const mark = event.target.closest("a.claim");
    if (mark) open(mark.dataset.claims.split(" "));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    panel.classList.remove("filled");
    panel.replaceChildren();
  });
  for (const button of document.querySelectorAll(".summary button")) {
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      for (const other of document.querySelectorAll(".summary button")) other.setAttribute("aria-pressed", "false");
      button.setAttribute("aria-pressed", String(on));
      const wanted = on ? button.dataset.verdict : "";
      document.body.classList.toggle("show-unread", wanted === "unread");
      article.classList.toggle("dim", wanted !== "");
      for (const mark of document.querySelectorAll("a.claim")) mark.classList.toggle("kept", mark.classList.contains(wanted));
      for (const card of document.querySelectorAll("#cards .card")) card.hidden = wanted !== "" && !card.classList.contains(wanted);
    });
  }
  const figure = document.querySelector("figure[data-days]");
  if (!figure) return;
  const days = JSON.parse(figure.dataset.days), closes = JSON.parse(figure.dataset.closes);
  const [left, right] = JSON.parse(figure.dataset.edges);
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  figure.append(tip);
  const text = (i) => new Date((days[i] - 719163) * 864e5).toISOString().slice(0, 10) + "  " + closes[i].toFixed(2);
  figure.addEventListener("pointermove", (event) => {
    const box = figure.querySelector("svg").getBoundingClientRect();
    const share = ((event.clientX - box.left) / box.width - left) / (right - left);
    if (share < 0 || share > 1) { tip.hidden = true; return; }
    const wanted = days[0] + share * (days[days.length - 1] - days[0]);
    let i = days.findIndex((d) => d >= wanted);
    if (i < 0) i = days.length - 1;
    tip.textContent = text(i);
    tip.hidden = false;
    const frame = figure.getBoundingClientRect();
    const at = event.clientX - frame.left + figure.scrollLeft;
    tip.style.left = Math.max(0, Math.min(at + 10, figure.scrollLeft + frame.width - 150)) + "px";
    tip.style.top = Math.max(0, event.clientY - frame.top - 30) + "px";
  });
  figure.addEventListener("pointerleave", () => { tip.hidden = true; });
})();
