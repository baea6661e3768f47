"use strict";
(() => {
  const LANE = 62, TOP = 34, NARROW = 600;
  const narrowPage = matchMedia("(max-width: 1080px)");
  const root = document.documentElement;
  const said = document.getElementById("said"), back = document.getElementById("back"), notes = document.getElementById("notes");
  const colour = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim();
  const graphs = new Map();
  let origin = null;

  const side = (width) => width < NARROW ? 54 : 96;

  function look(width) {
    const narrow = width < NARROW;
    const line = (name) => ({ "line-color": colour(name), "target-arrow-color": colour(name), color: colour(name) });
    return [
      { selector: "node", style: {
        label: (node) => node.data("label").replace(/[-_./]/g, "$&\u200b"), color: colour("ink"), "font-size": narrow ? 10 : 12,
        "text-wrap": "wrap", "text-max-width": (node) => Math.min(narrow ? 110 : 190, node.data("room") * (width - 2 * side(width)) - 8),
        "text-valign": "bottom", "text-margin-y": 3, "text-background-color": colour("paper"), "text-background-opacity": 0.85, "text-background-padding": 1,
        "background-color": (node) => colour(`k-${node.data("kind")}`), shape: "data(shape)", width: 18, height: 18 } },
      { selector: "edge", style: {
        label: (edge) => narrow ? `[${edge.data("number")}]` : `${edge.data("label")} [${edge.data("number")}]`,
        "font-size": 10.5, "text-background-color": colour("paper"), "text-background-opacity": 1, "text-background-padding": 1, "text-rotation": "autorotate",
        width: 1.6, "target-arrow-shape": "triangle", "arrow-scale": 0.9, "curve-style": "bezier", "control-point-step-size": 30, ...line("edge"), color: colour("soft") } },
      { selector: "edge[?predicted]", style: { "line-style": "dashed", ...line("predicted") } },
      { selector: "edge[?negated]", style: { "line-style": "dotted", "target-arrow-shape": "tee", width: 2.4, ...line("denied") } },
      { selector: "edge.lit", style: { width: 4, "z-index": 9, ...line("link"), "font-weight": "bold" } },
      { selector: "node.lit", style: { "border-width": 3, "border-color": colour("link"), "font-weight": "bold" } },
    ];
  }

  function arrange(box, graph) {
    const width = box.clientWidth, edge = side(width);
    const lanes = 1 + Math.max(0, ...graph.nodes().map((node) => node.data("lane")));
    box.style.height = `${TOP * 2 + (lanes - 1) * LANE + 24}px`;
    graph.resize();
    graph.style(look(width));
    graph.nodes().positions((node) => ({ x: edge + node.data("across") * (width - 2 * edge), y: TOP + node.data("lane") * LANE }));
    graph.viewport({ zoom: 1, pan: { x: 0, y: 0 } });
  }

  function draw(box) {
    box.hidden = false;
    const graph = cytoscape({
      container: box, elements: JSON.parse(document.getElementById(`${box.id}data`).textContent), layout: { name: "preset" },
      userZoomingEnabled: false, userPanningEnabled: false, boxSelectionEnabled: false, autoungrabify: matchMedia("(pointer: coarse)").matches,
    });
    box.cy = graph;
    graphs.set(box.id, graph);
    arrange(box, graph);
    let width = box.clientWidth;
    new ResizeObserver(() => { if (box.clientWidth !== width) { width = box.clientWidth; arrange(box, graph); } }).observe(box);
    graph.on("tap", "edge", (event) => show(`${box.id.replace("graph", "a")}f${event.target.data("number")}`, null, box));
    graph.on("mouseover", "edge", () => { box.style.cursor = "pointer"; });
    graph.on("mouseout", "edge", () => { box.style.cursor = ""; });
  }

  function clear() {
    document.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
    graphs.forEach((graph) => graph.elements().removeClass("lit"));
    back.hidden = true;
    said.textContent = "";
  }

  function reveal(words) {
    const marks = words.map((id) => document.getElementById(id)).filter(Boolean);
    marks.forEach((mark) => { mark.classList.add("lit"); mark.closest("details").open = true; });
    return marks;
  }

  /** Lights one fact everywhere: its row, its line, its marks in the sentences, its words in the notes. */
  function show(fact, words, from) {
    const row = document.getElementById(fact);
    if (!row) return;
    clear();
    row.classList.add("lit");
    document.querySelectorAll(`.cites a[data-fact="${fact}"]`).forEach((one) => one.classList.add("lit"));
    const graph = graphs.get(row.dataset.graph);
    if (graph) graph.getElementById(`fact ${row.dataset.number}`).addClass("lit").connectedNodes().addClass("lit");
    const marks = reveal(words || row.dataset.words.split(" ").filter(Boolean));
    const claim = row.querySelector(".claim").textContent.replace(/\s+/g, " ").trim();
    said.textContent = `Fact ${row.dataset.number}: ${claim}. ${marks.length ? `${marks.length} places marked in the notes.` : ""}`;
    if (marks.length && narrowPage.matches) {
      origin = from || row;
      back.hidden = false;
      marks[0].scrollIntoView({ block: "center" });
      marks[0].focus({ preventScroll: true });
      return;
    }
    if (from !== row) row.scrollIntoView({ block: "nearest" });
    if (marks.length) notes.scrollTop += marks[0].getBoundingClientRect().top - notes.getBoundingClientRect().top - notes.clientHeight / 3;
  }

  function restyle() {
    document.querySelectorAll(".graph").forEach((box) => box.cy && arrange(box, box.cy));
  }

  document.querySelectorAll(".graph").forEach(draw);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-fact]"), mark = event.target.closest("mark[data-facts]");
    if (link) {
      event.preventDefault();
      show(link.dataset.fact, link.dataset.words ? link.dataset.words.split(" ") : null, link);
    } else if (mark) {
      show(mark.dataset.facts.split(" ")[0], [mark.id], mark);
      document.getElementById(mark.dataset.facts.split(" ")[0]).scrollIntoView({ block: "center" });
    }
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") clear(); });
  back.addEventListener("click", () => {
    back.hidden = true;
    origin.scrollIntoView({ block: "center" });
    if (origin.focus) origin.focus({ preventScroll: true });
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);
  addEventListener("beforeprint", () => {
    document.querySelectorAll("details").forEach((one) => { one.dataset.was = one.open ? "open" : ""; one.open = true; });
    restyle();
  });
  addEventListener("afterprint", () => {
    document.querySelectorAll("details").forEach((one) => { one.open = one.dataset.was === "open"; });
    restyle();
  });
})();
