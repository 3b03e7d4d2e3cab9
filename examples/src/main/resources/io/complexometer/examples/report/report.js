// Draws the plots of a report: takes the configuration beside each canvas, gives it the colours of
// the style sheet, and draws it again when these change (dark mode, paper).
(function () {
  "use strict";
  const NAMED_COLOURS = 8;
  const MANY = 8; // from here on a legend has buttons for all and none
  const drawn = new Map(); // figure -> chart

  Chart.defaults.animation = false;
  Chart.defaults.locale = "en-GB";
  Chart.defaults.maintainAspectRatio = false;
  Chart.defaults.plugins.legend.display = false; // our own wraps, scrolls and prints

  function style(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function colour(dataset, count) {
    if (dataset.muted) {
      return style("--muted");
    } else if (count <= NAMED_COLOURS) {
      return style("--series-" + (dataset.series + 1));
    }
    const hue = Math.round(265 - 240 * dataset.series / (count - 1)); // blue first, orange last
    return "hsl(" + hue + ", 62%, " + (isDark() ? 62 : 42) + "%)";
  }

  function isDark() {
    return matchMedia("(prefers-color-scheme: dark)").matches
        && !document.documentElement.classList.contains("printing");
  }

  const LOOKS = {
    line: { showLine: true, pointRadius: 0, borderWidth: 1.75 },
    dashed: { showLine: true, pointRadius: 0, borderWidth: 1.25, borderDash: [5, 4] },
    joined: { showLine: true, pointRadius: 2.5, borderWidth: 1.5 },
    marks: { showLine: false, pointRadius: 5, pointHoverRadius: 6 },
    dots: { showLine: false, pointRadius: 2.5, pointHoverRadius: 4 },
    ranges: { barPercentage: 0.35, minBarLength: 3 },
  };

  function dress(dataset, count) {
    const shown = colour(dataset, count);
    Object.assign(dataset, LOOKS[dataset.look], { borderColor: shown, backgroundColor: shown, clip: 6 });
  }

  function shown(number) {
    if (number === 0 || (Math.abs(number) >= 1e-3 && Math.abs(number) < 1e6)) {
      return number.toLocaleString("en-GB", { maximumSignificantDigits: 4 });
    }
    const parts = number.toExponential(3).split("e");
    return parts[0] + " × 10" + superscript(Number(parts[1]));
  }

  function superscript(exponent) {
    return String(exponent).replace("-", "⁻").replace(/\d/g, digit => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]);
  }

  /** Powers of ten; where there are too few of them, 2 and 5 as well, or all digits. */
  function logarithmicTick(value) {
    const exponent = Math.floor(Math.log10(value) + 1e-9);
    const digit = Number((value / Math.pow(10, exponent)).toPrecision(4));
    const decades = Math.log10(this.max / this.min);
    const shownDigits = decades > 2.5 ? [1] : decades > 0.7 ? [1, 2, 5] : [1, 2, 3, 4, 5, 6, 7, 8, 9];
    if (!shownDigits.includes(digit)) {
      return "";
    } else if (digit === 1 && decades > 9 && exponent % 2 !== 0) {
      return "";
    }
    return exponent >= -3 && exponent <= 4
        ? shown(Number(value.toPrecision(2)))
        : (digit === 1 ? "" : digit + " × ") + "10" + superscript(exponent);
  }

  function axes(options, names) {
    const scales = options.scales;
    scales.x = scales.x || { type: "category" };
    for (const scale of Object.values(scales)) {
      scale.grid = { color: style("--grid") };
      scale.border = { color: style("--line") };
      scale.title = Object.assign({ color: style("--soft") }, scale.title);
      scale.ticks = { color: style("--soft") };
      if (scale.type === "logarithmic") {
        scale.ticks.callback = logarithmicTick;
        scale.ticks.autoSkip = false;
        scale.ticks.maxRotation = 0;
      } else if (scale.type === "category") {
        scale.grid.display = false;
        scale.ticks.maxRotation = 60;
        scale.ticks.callback = index => shortened(names[index]);
      } else {
        scale.beginAtZero = false; // else bars begin there
        if (scale !== scales.y) {
          scale.bounds = "data";
        }
      }
    }
  }

  function shortened(name) {
    return name.length > 18 ? name.slice(0, 17) + "…" : name;
  }

  function tooltip(scales) {
    const overNumbers = scales.x.type !== "category";
    return {
      backgroundColor: style("--ink"), titleColor: style("--page"), bodyColor: style("--page"),
      callbacks: {
        label: item => {
          const y = Array.isArray(item.raw)
              ? item.raw.map(shown).join(" to ")
              : shown(item.parsed.y);
          const point = overNumbers ? shown(item.parsed.x) + ", " + y : y;
          return " " + item.dataset.label + ": " + point;
        },
      },
    };
  }

  function legend(figure, chart) {
    const box = figure.querySelector(".legend");
    const series = new Map(); // number -> indices of its data sets
    chart.data.datasets.forEach((dataset, i) => {
      series.set(dataset.series, (series.get(dataset.series) || []).concat(i));
    });
    box.replaceChildren();
    if (series.size < 2) {
      return;
    }
    const buttons = [];
    const show = (indices, visible) => indices.forEach(i => chart.setDatasetVisibility(i, visible));
    const all = visible => {
      buttons.forEach(button => button.setAttribute("aria-pressed", visible));
      show(Array.from(chart.data.datasets.keys()), visible);
      chart.update();
    };
    for (const indices of series.values()) {
      const dataset = chart.data.datasets[indices[0]];
      const button = document.createElement("button");
      const swatch = document.createElement("span");
      button.type = "button";
      button.title = dataset.label;
      button.setAttribute("aria-pressed", chart.isDatasetVisible(indices[0]));
      swatch.className = "swatch";
      swatch.style.background = dataset.borderColor;
      button.append(swatch, dataset.label);
      button.addEventListener("click", () => {
        const visible = button.getAttribute("aria-pressed") !== "true";
        button.setAttribute("aria-pressed", visible);
        show(indices, visible);
        chart.update();
      });
      buttons.push(button);
      box.append(button);
    }
    if (series.size > MANY) {
      for (const [text, visible] of [["all", true], ["none", false]]) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "action";
        button.textContent = text;
        button.addEventListener("click", () => all(visible));
        box.append(button);
      }
    }
  }

  function draw(figure) {
    const before = drawn.get(figure);
    const config = JSON.parse(figure.querySelector("script").textContent);
    const count = 1 + Math.max(0, ...config.data.datasets.map(dataset => dataset.series));
    config.data.datasets.forEach((dataset, i) => {
      dress(dataset, count);
      if (before) {
        dataset.hidden = !before.isDatasetVisible(i); // what the reader chose
      }
    });
    axes(config.options, config.data.labels);
    config.options.interaction = { mode: "nearest", axis: "x", intersect: false };
    config.options.plugins = { tooltip: tooltip(config.options.scales) };
    if (before) {
      before.destroy();
    }
    const chart = new Chart(figure.querySelector("canvas"), config);
    drawn.set(figure, chart);
    legend(figure, chart);
  }

  function redraw() {
    Array.from(drawn.keys()).forEach(draw);
  }

  /** Of many plots the one that the reader chooses; only that is drawn. */
  function choose(box) {
    const figures = Array.from(box.querySelectorAll("figure"));
    const label = document.createElement("label");
    const select = document.createElement("select");
    figures.forEach(figure => select.add(new Option(figure.querySelector("figcaption").textContent)));
    label.append(box.dataset.of + " ", select);
    box.prepend(label);
    const show = () => figures.forEach((figure, i) => {
      figure.hidden = i !== select.selectedIndex;
      if (!figure.hidden) {
        draw(figure);
      } else if (drawn.has(figure)) {
        drawn.get(figure).destroy();
        drawn.delete(figure);
      }
    });
    select.addEventListener("change", show);
    show();
  }

  document.querySelectorAll(".charts:not(.choice) figure").forEach(draw);
  document.querySelectorAll(".choice").forEach(choose);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  addEventListener("beforeprint", () => {
    document.documentElement.classList.add("printing");
    redraw();
  });
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("printing");
    redraw();
  });
}());
